/**
 * Routing: the table that requests read, why a backend is or is not in it, and the {@link RequestRun} that decides
 * everything about one request: where it goes, whether it is retried, what is counted and recorded. It does not depend
 * on an HTTP server, so that every way of receiving requests uses the same decisions.
 */
@NullMarked
package dev.fairlead.server.routing;

import org.jspecify.annotations.NullMarked;
