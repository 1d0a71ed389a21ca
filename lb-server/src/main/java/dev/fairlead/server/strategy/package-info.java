/**
 * Who decides: the catalogue of strategies, and the guard inside which foreign code runs. Beyond this package a strategy
 * cannot be late, throw, or answer with an endpoint that is not in the table: the guard answers in its place.
 */
@NullMarked
package dev.fairlead.server.strategy;

import org.jspecify.annotations.NullMarked;
