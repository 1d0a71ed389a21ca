/**
 * Backends as seen by a strategy that serves no traffic: their requests in flight are simulated. Used on one thread at
 * a time.
 */
@NullMarked
package dev.fairlead.server.virtual;

import org.jspecify.annotations.NullMarked;
