/**
 * Does it answer? One question to one backend over a connection of its own, bounded in time and in number. What the answer
 * means for the backend is decided elsewhere.
 */
@NullMarked
package dev.fairlead.server.health.probe;

import org.jspecify.annotations.NullMarked;
