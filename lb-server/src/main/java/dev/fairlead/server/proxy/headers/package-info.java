/**
 * What may enter and what may cross, and in which words: what a request may ask of us, which headers and trailers go on in
 * either direction, whose report of where a request came from counts, and what a request is called. Names and values are
 * judged as text, or as bytes where they lie; nothing in here knows a connection, or a server's map of headers.
 */
@NullMarked
package dev.fairlead.server.proxy.headers;

import org.jspecify.annotations.NullMarked;
