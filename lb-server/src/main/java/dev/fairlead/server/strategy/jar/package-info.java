/**
 * What is in a stranger's jar. Its bytes are read once, and those are what is hashed, looked into, tried and loaded; nothing
 * here knows a catalogue or a pool. Foreign code runs in {@link dev.fairlead.server.strategy.jar.ProviderDiscovery} alone.
 */
@NullMarked
package dev.fairlead.server.strategy.jar;

import org.jspecify.annotations.NullMarked;
