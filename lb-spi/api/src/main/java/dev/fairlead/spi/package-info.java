/**
 * What the author of a balancing strategy sees of Fairlead: a provider creates a strategy, a strategy builds a
 * selector for every set of endpoints, and a selector answers, from many threads at once, which endpoint a request
 * goes to. Everything else (health, draining, retries, slow start, stickiness, counting what is in flight) is the
 * host's, and every strategy has it for nothing.
 */
@NullMarked
package dev.fairlead.spi;

import org.jspecify.annotations.NullMarked;
