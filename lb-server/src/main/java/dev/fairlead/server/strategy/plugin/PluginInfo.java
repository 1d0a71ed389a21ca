package dev.fairlead.server.strategy.plugin;

import java.util.List;
import java.util.Set;

/**
 * One plug-in as operators see it.
 *
 * @param name the file's or folder's name without {@code .jar}
 * @param file the file's or folder's name
 * @param reason why it is in this state, or what is wrong although it is loaded; empty if there is nothing to say
 * @param strategies those that can be chosen
 * @param pools that are served by one of them
 * @param version what its manifest says; empty if it says nothing
 * @param spiVersion what its manifest says; empty if it says nothing
 * @param sha256 of the jar that is loaded, else of the one that was looked at last; empty if none could be read
 * @param errors what its strategies did wrong on the path of requests
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
