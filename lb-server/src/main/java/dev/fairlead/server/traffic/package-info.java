/**
 * Current traffic: rates, shares and latencies of the last ten seconds, computed once a second by one thread from
 * counters that requests maintain anyway. Displays and forecasts read the result.
 */
@NullMarked
package dev.fairlead.server.traffic;

import org.jspecify.annotations.NullMarked;
