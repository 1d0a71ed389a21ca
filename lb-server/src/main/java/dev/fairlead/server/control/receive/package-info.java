/**
 * Receiving requests: the size limits for one call and for all calls together, and the refusal of bytes that are not a
 * valid request.
 */
@NullMarked
package dev.fairlead.server.control.receive;

import org.jspecify.annotations.NullMarked;
