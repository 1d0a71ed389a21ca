/**
 * The access log: one line for each finished request, written by a thread of its own in the format that the configuration
 * asks for.
 */
@NullMarked
package dev.fairlead.server.observe.access;

import org.jspecify.annotations.NullMarked;
