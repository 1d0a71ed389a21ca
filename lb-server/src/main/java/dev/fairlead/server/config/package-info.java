/**
 * The configuration: the result of one complete reading, the inputs of a reading, and its problems. The packages below
 * turn files and flags into it, write it, and reread it when the file changes. They make no decisions: a listener
 * decides what a new reading means for the running state.
 */
@NullMarked
package dev.fairlead.server.config;

import org.jspecify.annotations.NullMarked;
