/**
 * The control thread: it applies change sets, health reports and reloads, and publishes routing tables. Everything that
 * changes what requests see happens here, one task after the other, so nothing needs a lock. It never waits: slow work
 * returns as a task.
 */
@NullMarked
package dev.fairlead.server.live;

import org.jspecify.annotations.NullMarked;
