/**
 * Untrusted text in our output: one place knows which characters control a terminal or break lines, and escapes them
 * for every log and every message on stderr. And the JSON of pages and logs.
 */
@NullMarked
package dev.fairlead.server.text;

import org.jspecify.annotations.NullMarked;
