/**
 * The commands about health: how backends are probed, what a probe finds, and the history.
 */
@NullMarked
package dev.fairlead.ctl.health;

import org.jspecify.annotations.NullMarked;
