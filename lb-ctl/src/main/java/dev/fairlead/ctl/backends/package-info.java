/**
 * The commands about backends: list, add, change, drain and remove.
 */
@NullMarked
package dev.fairlead.ctl.backends;

import org.jspecify.annotations.NullMarked;
