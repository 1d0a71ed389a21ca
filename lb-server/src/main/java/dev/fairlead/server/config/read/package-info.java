/**
 * Turns the tree of a document into the records of {@code desired}. Each block has a reader, which applies the
 * document's values over the reference, the resource with every key and default. All problems are reported together.
 */
@NullMarked
package dev.fairlead.server.config.read;

import org.jspecify.annotations.NullMarked;
