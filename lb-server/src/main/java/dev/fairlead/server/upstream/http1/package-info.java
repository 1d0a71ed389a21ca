/**
 * What a backend says, byte by byte: heads, fields, framing and chunks of HTTP/1.1, and the buffers that they are read from
 * and written to. It is strict, for a backend that is confused or hostile must never be able to reach another client's
 * answer. Nothing in here knows a connection or XNIO, so every byte can be tried without either.
 */
@NullMarked
package dev.fairlead.server.upstream.http1;

import org.jspecify.annotations.NullMarked;
