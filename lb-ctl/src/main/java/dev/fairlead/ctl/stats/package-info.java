/**
 * Figures, once or continuously.
 */
@NullMarked
package dev.fairlead.ctl.stats;

import org.jspecify.annotations.NullMarked;
