/**
 * What is configured: reads the reference defaults, a file (HOCON, JSON, YAML or the old flat keys) and the command
 * line into the records of {@code desired}, reports everything that is wrong at once and by line, and reads again when
 * the file changes. It decides nothing: what a new reading means for the running state is for its listener to say.
 */
@NullMarked
package dev.fairlead.server.config;

import org.jspecify.annotations.NullMarked;
