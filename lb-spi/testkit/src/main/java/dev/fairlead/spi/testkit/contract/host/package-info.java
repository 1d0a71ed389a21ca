/** How a strategy uses its host's resources: memory, time, randomness, and counters that run for years. */
@NullMarked
package dev.fairlead.spi.testkit.contract.host;

import org.jspecify.annotations.NullMarked;
