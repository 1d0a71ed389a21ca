/**
 * How desired states are spelt in bytes, whole or as what changed since the state before. A value that is read is the
 * value that was written, the order of its parts included. Knows neither files nor checksums.
 *
 * <p>A record is its length and its fields in their order. A field that is new in a record is written behind the others
 * and read with {@code in.more() ? … : …}, so that what was stored before it existed stays readable.
 */
@NullMarked
package dev.fairlead.server.state.store.format;

import org.jspecify.annotations.NullMarked;
