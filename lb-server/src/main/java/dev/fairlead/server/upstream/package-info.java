/**
 * How a backend is reached: our own HTTP/1.1 client connections on XNIO. Everything about one exchange happens on one IO
 * thread: connections are kept per thread (the most recently used first), timers turn on a wheel per thread, and nothing
 * is locked or handed over on the way. Responses are parsed strictly, for a backend that is confused or hostile must
 * never be able to reach another client's answer. Knows no Undertow type and nothing of pools, tables or health.
 */
@NullMarked
package dev.fairlead.server.upstream;

import org.jspecify.annotations.NullMarked;
