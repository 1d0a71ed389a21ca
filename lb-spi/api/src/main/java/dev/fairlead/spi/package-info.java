/**
 * The interfaces for authors of balancing strategies. A provider creates a strategy, a strategy builds a selector for
 * every set of endpoints, and a selector, called by many threads at once, picks the endpoint for a request. The host
 * does everything else for every strategy: health, draining, retries, slow start, stickiness, in-flight counts.
 */
@NullMarked
package dev.fairlead.spi;

import org.jspecify.annotations.NullMarked;
