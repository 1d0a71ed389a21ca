/** What every choice must be: a member of the pool, fair, not one that was tried, and as the strategy itself explains it. */
@NullMarked
package dev.fairlead.spi.testkit.contract.choice;

import org.jspecify.annotations.NullMarked;
