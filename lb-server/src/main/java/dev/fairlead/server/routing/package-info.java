/**
 * Who is next: the routing table that requests read, why a backend is or is not in it, and the {@link RequestRun} that
 * decides everything about one request: where it goes, whether it goes again, what is counted and what is told. It
 * knows no HTTP server, so that every way in which requests may come uses the same decisions.
 */
@NullMarked
package dev.fairlead.server.routing;

import org.jspecify.annotations.NullMarked;
