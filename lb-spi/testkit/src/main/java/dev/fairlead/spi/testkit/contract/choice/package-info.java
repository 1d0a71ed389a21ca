/**
 * What every choice must be: a member of the pool, fair, not yet tried, and consistent with the strategy's own scores.
 */
@NullMarked
package dev.fairlead.spi.testkit.contract.choice;

import org.jspecify.annotations.NullMarked;
