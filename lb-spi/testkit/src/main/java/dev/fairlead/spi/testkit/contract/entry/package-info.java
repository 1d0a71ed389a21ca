/** How a strategy comes in: under a name that operators can write, with options that it checks. */
@NullMarked
package dev.fairlead.spi.testkit.contract.entry;

import org.jspecify.annotations.NullMarked;
