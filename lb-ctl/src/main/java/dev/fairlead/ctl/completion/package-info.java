/**
 * Completion scripts for shells, generated from the commands themselves.
 */
@NullMarked
package dev.fairlead.ctl.completion;

import org.jspecify.annotations.NullMarked;
