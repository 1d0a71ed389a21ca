/**
 * Writes a configuration as a file that parses back to the same configuration and contains only what differs from the
 * defaults.
 */
@NullMarked
package dev.fairlead.server.config.write;

import org.jspecify.annotations.NullMarked;
