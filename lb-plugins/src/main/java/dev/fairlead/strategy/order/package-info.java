/** The strategy that uses backends in declared order. */
@NullMarked
package dev.fairlead.strategy.order;

import org.jspecify.annotations.NullMarked;
