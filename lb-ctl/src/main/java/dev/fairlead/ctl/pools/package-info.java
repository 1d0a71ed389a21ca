/**
 * The commands about pools: list, show, add, change and remove.
 */
@NullMarked
package dev.fairlead.ctl.pools;

import org.jspecify.annotations.NullMarked;
