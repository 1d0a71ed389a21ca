/**
 * HTTP/1.1 byte by byte: heads, fields, framing and chunks, and the buffers that they are read from and written to. It
 * is strict, because a confused or hostile backend must never affect another client's answer. Nothing here depends on a
 * connection or XNIO, so every byte can be tested without them.
 */
@NullMarked
package dev.fairlead.server.upstream.http1;

import org.jspecify.annotations.NullMarked;
