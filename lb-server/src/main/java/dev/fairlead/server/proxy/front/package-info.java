/**
 * The client side: the port and its connections, checks on their bytes where Undertow is not strict enough, and answers
 * that are given and counted without a backend.
 */
@NullMarked
package dev.fairlead.server.proxy.front;

import org.jspecify.annotations.NullMarked;
