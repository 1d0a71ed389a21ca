/** How a strategy is created: with a valid name and with options that it checks. */
@NullMarked
package dev.fairlead.spi.testkit.contract.entry;

import org.jspecify.annotations.NullMarked;
