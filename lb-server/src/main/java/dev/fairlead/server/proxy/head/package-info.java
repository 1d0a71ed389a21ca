/**
 * What does a request's head say? Each is read here byte by byte and strictly, before anything else sees it, so that it
 * has one reading. Knows bytes and strings, no connection and nothing of Undertow.
 */
@NullMarked
package dev.fairlead.server.proxy.head;

import org.jspecify.annotations.NullMarked;
