/**
 * Strategies that take turns: an order of turns, fixed when a selector is built, and one cursor that all threads and
 * all generations of the pool share.
 */
@NullMarked
package dev.fairlead.strategy.rotation;

import org.jspecify.annotations.NullMarked;
