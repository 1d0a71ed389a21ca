/**
 * Strategies: which there are, which one decides, and one that is tried in the shadow of another.
 */
@NullMarked
package dev.fairlead.ctl.strategy;

import org.jspecify.annotations.NullMarked;
