/**
 * The way back: a configuration as a file that reads back equal and shows only what differs from the defaults.
 */
@NullMarked
package dev.fairlead.server.config.write;

import org.jspecify.annotations.NullMarked;
