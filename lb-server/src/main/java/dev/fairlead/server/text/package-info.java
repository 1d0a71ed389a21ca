/**
 * Text of strangers on lines of ours: one place knows which characters a terminal obeys or a reader of lines falls for, and
 * spells them out, for every log and every sentence on stderr. And the JSON of pages and logs.
 */
@NullMarked
package dev.fairlead.server.text;

import org.jspecify.annotations.NullMarked;
