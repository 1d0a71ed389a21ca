/**
 * The commands about strategies: the available ones, the live one, and a shadow.
 */
@NullMarked
package dev.fairlead.ctl.strategy;

import org.jspecify.annotations.NullMarked;
