/**
 * What flows at this moment: rates, shares and latencies of the last ten seconds, taken from counters that requests keep
 * anyway. Whoever shows them, or foretells from them, reads what one thread has worked out once a second.
 */
@NullMarked
package dev.fairlead.server.traffic;

import org.jspecify.annotations.NullMarked;
