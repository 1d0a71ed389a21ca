/**
 * Revisions of the desired state: edits that become one revision or none, the history with authors and reasons, and the
 * rule for merging a changed file with run-time changes. Only values and rules; who may write, and when, is decided
 * elsewhere.
 */
@NullMarked
package dev.fairlead.server.state;

import org.jspecify.annotations.NullMarked;
