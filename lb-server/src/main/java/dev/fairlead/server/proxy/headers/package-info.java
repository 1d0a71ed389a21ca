/**
 * What may cross, and in which words: which headers and trailers go on in either direction, whose report of where a
 * request came from counts, and what a request is called. Nothing in here knows a connection.
 */
@NullMarked
package dev.fairlead.server.proxy.headers;

import org.jspecify.annotations.NullMarked;
