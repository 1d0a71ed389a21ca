/**
 * Durable storage of accepted revisions: an interface that is independent of files and networks, a store in memory, and
 * one in a folder. What is acknowledged here is durable; what is refused here was never accepted. Makes no decisions
 * about the desired state.
 */
@NullMarked
package dev.fairlead.server.state.store;

import org.jspecify.annotations.NullMarked;
