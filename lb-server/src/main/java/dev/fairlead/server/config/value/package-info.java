/**
 * Parsing and formatting of single values: numbers, sizes, shares, words, files and backends. The same rules apply in
 * files, on the command line and in written configurations.
 */
@NullMarked
package dev.fairlead.server.config.value;

import org.jspecify.annotations.NullMarked;
