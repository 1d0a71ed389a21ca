/**
 * Strategies that keep requests of one kind together: a key of the request is hashed, and the hash leads to an endpoint
 * in a way that moves few keys when endpoints come and go.
 */
@NullMarked
package dev.fairlead.strategy.hash;

import org.jspecify.annotations.NullMarked;
