/**
 * Plug-ins: jars in the plug-ins folder, which are found, checked, loaded, replaced and unloaded while traffic flows.
 * The strategies of a plug-in go into the catalogue; after that, the guard handles them.
 */
@NullMarked
package dev.fairlead.server.strategy.plugin;

import org.jspecify.annotations.NullMarked;
