/**
 * Strategies that look at load: how many requests are in flight at each endpoint, and how long it takes to answer.
 */
@NullMarked
package dev.fairlead.strategy.load;

import org.jspecify.annotations.NullMarked;
