/**
 * Running backends: one {@link RunningBackend} for every declared backend, from its declaration until its last request
 * ends, whatever else changes. It owns what must survive a change: connections, requests in flight and counters. Each
 * IO thread has its own counter cells, so counting never waits for another thread.
 */
@NullMarked
package dev.fairlead.server.backend;

import org.jspecify.annotations.NullMarked;
