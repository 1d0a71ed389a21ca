/**
 * How a backend is reached: our own HTTP/1.1 client connections on XNIO, dialled, secured, kept and used for one exchange
 * after the other. Everything about one exchange happens on one IO thread: connections are kept per thread (the most
 * recently used first), and nothing is locked or handed over on the way. Knows no Undertow type and nothing of pools,
 * tables or health.
 */
@NullMarked
package dev.fairlead.server.upstream;

import org.jspecify.annotations.NullMarked;
