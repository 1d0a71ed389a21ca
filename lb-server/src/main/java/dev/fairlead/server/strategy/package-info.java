/**
 * Strategies: the catalogue, and the guard inside which foreign code runs. Outside this package, a strategy cannot be
 * late, throw, or return an endpoint that is not in the table: the guard answers instead.
 */
@NullMarked
package dev.fairlead.server.strategy;

import org.jspecify.annotations.NullMarked;
