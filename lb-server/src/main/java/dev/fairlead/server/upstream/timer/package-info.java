/**
 * What happens later: one wheel of timers for each IO thread, armed, run and cancelled on that thread, so that nothing is
 * locked. Arming costs little enough to be done for every exchange.
 */
@NullMarked
package dev.fairlead.server.upstream.timer;

import org.jspecify.annotations.NullMarked;
