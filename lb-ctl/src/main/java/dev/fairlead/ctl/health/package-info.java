/**
 * Health: how a pool's backends are probed, what a probe sees, and what has been seen before.
 */
@NullMarked
package dev.fairlead.ctl.health;

import org.jspecify.annotations.NullMarked;
