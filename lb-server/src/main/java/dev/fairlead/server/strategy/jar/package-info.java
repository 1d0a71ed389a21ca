/**
 * The content of plug-in jars. The bytes are read once, and the same bytes are hashed, scanned, verified and loaded.
 * Nothing here knows a catalogue or a pool. Foreign code runs only in {@link
 * dev.fairlead.server.strategy.jar.ProviderDiscovery} alone.
 */
@NullMarked
package dev.fairlead.server.strategy.jar;

import org.jspecify.annotations.NullMarked;
