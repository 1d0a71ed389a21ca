/**
 * Whether a stranger's strategy keeps its promises: the test kit, run against a jar in a process of its own, before the jar
 * comes near traffic.
 */
@NullMarked
package dev.fairlead.server.strategy.verify;

import org.jspecify.annotations.NullMarked;
