package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.plugin.PluginInfo;
import dev.fairlead.server.strategy.plugin.PluginState;
import dev.fairlead.server.strategy.plugin.Plugins;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The strategies and the plug-ins that they come from; also plug-ins that are not loaded, because someone wants them.
 */
final class PluginMetrics implements MetricSource {
    private final StrategyCatalogue catalogue;
    private final Plugins plugins;

    @Inject
    PluginMetrics(StrategyCatalogue catalogue, Plugins plugins) {
        this.catalogue = catalogue;
        this.plugins = plugins;
    }

    @Override
    public void addTo(MetricFamilies families) {
        for (CatalogueEntry entry : catalogue.entries()) {
            if (entry.plugin().equals(StrategyModule.BUILT_IN)) {
                add(families, entry.name(), StrategyModule.BUILT_IN, PluginState.LOADED, "");
            }
        }
        for (PluginInfo plugin : plugins.list()) {
            List<String> strategies = plugin.strategies().isEmpty() ? List.of("") : plugin.strategies();
            strategies.forEach(name -> add(families, name, plugin.file(), plugin.state(), plugin.version()));
        }
    }

    private static void add(
            MetricFamilies families, String strategy, String plugin, PluginState state, String version) {
        families.info(
                "lb_plugin",
                "A strategy and the plug-in that it comes from, or a plug-in that provides none.",
                "strategy",
                strategy,
                "plugin",
                plugin,
                "state",
                state.code(),
                "version",
                version);
    }
}
