/**
 * Why a request went where it did, and where the next one would go: read from the rings of recent requests and from the
 * current table. Asking changes nothing.
 */
@NullMarked
package dev.fairlead.server.control.explain;

import org.jspecify.annotations.NullMarked;
