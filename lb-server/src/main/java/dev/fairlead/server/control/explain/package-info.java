/**
 * Why a request went where it went, and where one would go: read from the rings of recent requests and from the table of
 * this moment. Asking changes nothing.
 */
@NullMarked
package dev.fairlead.server.control.explain;

import org.jspecify.annotations.NullMarked;
