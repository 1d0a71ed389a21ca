/**
 * What exists: one {@link RunningBackend} for every backend that was declared, from its declaration until its last
 * request is over, whatever changes around it. It owns what must survive a change: the connections, the requests in
 * flight and the counters. Counters are cells of one IO thread each, so counting never waits for another thread.
 */
@NullMarked
package dev.fairlead.server.backend;

import org.jspecify.annotations.NullMarked;
