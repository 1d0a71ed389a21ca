/** Measures the strategies with JMH; built by the profile {@code bench} alone. */
package dev.fairlead.strategy.bench;
