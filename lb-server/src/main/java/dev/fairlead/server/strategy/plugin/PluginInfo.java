package dev.fairlead.server.strategy.plugin;

import java.util.List;
import java.util.Set;

/**
 * One plug-in as operators see it.
 *
 * @param name the file's or folder's name without {@code .jar}
 * @param file the file's or folder's name
 * @param reason why it is in this state, or what is wrong even though it is loaded; may be empty
 * @param strategies the available ones
 * @param pools the pools that use one of them
 * @param version from its manifest; empty if not given
 * @param spiVersion from its manifest; empty if not given
 * @param sha256 of the loaded jar, else of the one last checked; empty if none could be read
 * @param errors failures of its strategies on the request path
 */
public record PluginInfo(
        String name,
        String file,
        PluginState state,
        String reason,
        List<String> strategies,
        Set<String> pools,
        String version,
        String spiVersion,
        String sha256,
        long errors) {

    public PluginInfo {
        strategies = List.copyOf(strategies);
        pools = Set.copyOf(pools);
    }
}
