/**
 * Choice by chance: the strategy {@code random}, and the weighted draw that other families begin their choice with.
 */
@NullMarked
package dev.fairlead.strategy.random;

import org.jspecify.annotations.NullMarked;
