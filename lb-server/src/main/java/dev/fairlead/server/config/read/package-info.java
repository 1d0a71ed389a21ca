/**
 * From the tree of a document to the records of {@code desired}: each block has its reader, which lays what is written over
 * the reference, the resource that knows every key and default. Everything that is wrong is reported at once.
 */
@NullMarked
package dev.fairlead.server.config.read;

import org.jspecify.annotations.NullMarked;
