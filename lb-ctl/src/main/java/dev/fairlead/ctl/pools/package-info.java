/**
 * Pools: listed, shown, made, changed and removed.
 */
@NullMarked
package dev.fairlead.ctl.pools;

import org.jspecify.annotations.NullMarked;
