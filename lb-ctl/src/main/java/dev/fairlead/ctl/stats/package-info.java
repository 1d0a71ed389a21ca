/**
 * Figures: once, and as they change.
 */
@NullMarked
package dev.fairlead.ctl.stats;

import org.jspecify.annotations.NullMarked;
