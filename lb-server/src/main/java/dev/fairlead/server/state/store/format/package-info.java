/**
 * How desired states are spelt in bytes, whole or as what changed since the state before. A value that is read is the
 * value that was written, the order of its parts included. Knows neither files nor checksums.
 *
 * <p>A record of settings is its length and its components in their order. A component that is new in a record stands behind
 * the others: where it is missing it has its default, and a version that does not know it skips it.
 */
@NullMarked
package dev.fairlead.server.state.store.format;

import org.jspecify.annotations.NullMarked;
