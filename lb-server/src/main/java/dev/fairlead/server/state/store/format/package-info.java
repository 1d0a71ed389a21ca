/**
 * The binary format of desired states, complete or as differences from the previous state. Reading returns exactly the
 * value that was written, including the order of its parts. Independent of files and checksums.
 *
 * <p>A record of settings is its length and its components in their order. A component that is new in a record stands behind
 * the others: where it is missing it has its default, and a version that does not know it skips it.
 */
@NullMarked
package dev.fairlead.server.state.store.format;

import org.jspecify.annotations.NullMarked;
