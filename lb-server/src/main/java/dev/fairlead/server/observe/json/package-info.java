/**
 * JSON written straight into a text, for the pages and the access log. It reads none.
 */
@NullMarked
package dev.fairlead.server.observe.json;

import org.jspecify.annotations.NullMarked;
