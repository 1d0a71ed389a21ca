/**
 * The access log: one line for each finished request, written by its own thread in the configured format.
 */
@NullMarked
package dev.fairlead.server.observe.access;

import org.jspecify.annotations.NullMarked;
