/**
 * Random choice: the strategy {@code random}, and the weighted draw that other families start from.
 */
@NullMarked
package dev.fairlead.strategy.random;

import org.jspecify.annotations.NullMarked;
