/**
 * How one try of a request is driven, from the wish for a connection to the end of the answer or of the tunnel. What is
 * tried, and whether again, {@code RequestRun} decides; how the bytes travel is {@code upstream}'s business; who asks and is
 * answered lies behind {@link Downstream}. So every way in which requests may come is driven alike, whatever server it has.
 */
@NullMarked
package dev.fairlead.server.proxy.attempt;

import org.jspecify.annotations.NullMarked;
