/**
 * Drains that callers can wait for: reports what is left on a draining backend, and cuts the rest when the time is
 * over.
 */
@NullMarked
package dev.fairlead.server.control.drain;

import org.jspecify.annotations.NullMarked;
