/**
 * Failures, as a sentence on stderr and an exit code that scripts can rely on.
 */
@NullMarked
package dev.fairlead.ctl.failure;

import org.jspecify.annotations.NullMarked;
