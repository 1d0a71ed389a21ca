/**
 * Who may write: one control thread that applies change sets, health reports and reloads, and publishes routing tables.
 * Everything that changes what requests see happens here, one thing after the other, so nothing here needs a lock; and
 * it never waits: what takes time comes back as a task.
 */
@NullMarked
package dev.fairlead.server.live;

import org.jspecify.annotations.NullMarked;
