/**
 * How one value is spelt: numbers, sizes, shares, words, files and backends. The same spelling holds in a file, on the command
 * line and in what is written back.
 */
@NullMarked
package dev.fairlead.server.config.value;

import org.jspecify.annotations.NullMarked;
