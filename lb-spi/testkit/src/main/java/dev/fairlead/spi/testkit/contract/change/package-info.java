/**
 * What must survive a change: of the pool, while threads choose, and of the strategy itself, when its jar is reloaded.
 */
@NullMarked
package dev.fairlead.spi.testkit.contract.change;

import org.jspecify.annotations.NullMarked;
