/**
 * How do we reach it in secret? TLS towards backends: whom we trust, the handshake, and the plain side of a connection that is
 * encrypted below.
 */
@NullMarked
package dev.fairlead.server.upstream.tls;

import org.jspecify.annotations.NullMarked;
