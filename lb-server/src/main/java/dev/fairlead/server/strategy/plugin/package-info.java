/**
 * Whose strategies: jars of strangers in the plug-ins folder, found, examined, loaded, replaced and let go while traffic
 * flows. What a plug-in offers goes into the catalogue; what it does after that is the guard's business.
 */
@NullMarked
package dev.fairlead.server.strategy.plugin;

import org.jspecify.annotations.NullMarked;
