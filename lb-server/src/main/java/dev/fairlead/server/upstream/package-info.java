/**
 * Connections to backends: our own HTTP/1.1 client on XNIO, which opens, secures and keeps connections and uses them
 * for one exchange after the other. Everything about one exchange happens on one IO thread: connections are kept per
 * thread (most recently used first), without locks or hand-over. Uses no Undertow types, and knows nothing about pools,
 * tables or health.
 */
@NullMarked
package dev.fairlead.server.upstream;

import org.jspecify.annotations.NullMarked;
