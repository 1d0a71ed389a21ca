/**
 * What was wanted when: edits that become one revision or none, the revisions with who and why, and the rule by which a
 * changed file meets what was changed while running. Values and decisions only; who may write, and when, is decided
 * elsewhere.
 */
@NullMarked
package dev.fairlead.server.state;

import org.jspecify.annotations.NullMarked;
