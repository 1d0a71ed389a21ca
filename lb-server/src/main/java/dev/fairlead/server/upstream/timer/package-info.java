/**
 * Timers: one timer wheel for each IO thread. Timers are armed, run and cancelled on that thread, without locks. Arming
 * is cheap enough to be done for every exchange.
 */
@NullMarked
package dev.fairlead.server.upstream.timer;

import org.jspecify.annotations.NullMarked;
