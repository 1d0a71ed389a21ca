/**
 * Draining that one can wait for: what is left at a backend that takes nothing new, told as it becomes less, and ended
 * when its time is over.
 */
@NullMarked
package dev.fairlead.server.control.drain;

import org.jspecify.annotations.NullMarked;
