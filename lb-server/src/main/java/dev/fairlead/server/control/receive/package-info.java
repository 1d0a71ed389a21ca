/**
 * How requests come in: what callers may send at once, of one call and of all together, and that bytes which are no request
 * are refused like any other mistake.
 */
@NullMarked
package dev.fairlead.server.control.receive;

import org.jspecify.annotations.NullMarked;
