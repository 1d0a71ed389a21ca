/**
 * Strategies that rotate: a fixed order of turns for each selector, and one cursor shared by all threads and all
 * generations of the pool.
 */
@NullMarked
package dev.fairlead.strategy.rotation;

import org.jspecify.annotations.NullMarked;
