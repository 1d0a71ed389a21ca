/**
 * A configuration file as a tree of texts with line numbers. The tree is the same for every syntax (HOCON, JSON or
 * YAML), and only this package uses the libraries that parse and print it. The meaning of keys is not known here.
 */
@NullMarked
package dev.fairlead.server.config.document;

import org.jspecify.annotations.NullMarked;
