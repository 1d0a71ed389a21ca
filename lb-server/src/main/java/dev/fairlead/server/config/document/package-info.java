/**
 * A configuration file as a tree of texts, each of which knows its line. Whatever the syntax (HOCON, JSON or YAML) the tree is
 * the same, and nobody outside knows the libraries that parse and print it. What a key means is not known here.
 */
@NullMarked
package dev.fairlead.server.config.document;

import org.jspecify.annotations.NullMarked;
