/**
 * Streams state changes and figures to any number of watchers. Publishing a table only wakes one thread. That thread
 * finds the differences and sends each watcher as much as it reads. Nothing is buffered for slow watchers: all share
 * one log of the latest changes, and each has a position in it.
 */
@NullMarked
package dev.fairlead.server.control.watch;

import org.jspecify.annotations.NullMarked;
