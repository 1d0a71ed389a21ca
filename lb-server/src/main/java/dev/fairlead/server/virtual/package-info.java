/**
 * Backends as a strategy sees them while it serves nobody: what is in flight at them is reckoned. Used on one thread at a
 * time.
 */
@NullMarked
package dev.fairlead.server.virtual;

import org.jspecify.annotations.NullMarked;
