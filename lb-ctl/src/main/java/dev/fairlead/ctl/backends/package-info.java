/**
 * Backends: listed, added, weighted, drained and removed.
 */
@NullMarked
package dev.fairlead.ctl.backends;

import org.jspecify.annotations.NullMarked;
