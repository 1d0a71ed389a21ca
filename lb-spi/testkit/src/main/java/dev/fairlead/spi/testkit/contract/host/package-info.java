/** How a strategy treats what its host gives it: memory, time, chance, options, and counters that run for years. */
@NullMarked
package dev.fairlead.spi.testkit.contract.host;

import org.jspecify.annotations.NullMarked;
