/**
 * Parsing of request heads: strictly and byte by byte, before anything else sees them, so that each has only one
 * reading. Works on bytes and strings; independent of connections and Undertow.
 */
@NullMarked
package dev.fairlead.server.proxy.head;

import org.jspecify.annotations.NullMarked;
