/**
 * Where accepted revisions outlive the process: an interface that knows neither files nor networks, a store in memory, and
 * one in a folder. What is acknowledged here is durable; what is refused here was never accepted. Decides nothing about
 * what is wanted.
 */
@NullMarked
package dev.fairlead.server.state.store;

import org.jspecify.annotations.NullMarked;
