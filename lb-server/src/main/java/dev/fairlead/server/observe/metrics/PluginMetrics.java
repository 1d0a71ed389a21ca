package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.StrategyCatalogue;
import jakarta.inject.Inject;

/** The strategies that can be chosen, and the plug-in that each comes from. */
final class PluginMetrics implements MetricSource {
    private final StrategyCatalogue catalogue;

    @Inject
    PluginMetrics(StrategyCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void addTo(MetricFamilies families) {
        for (CatalogueEntry entry : catalogue.entries()) {
            families.info(
                    "lb_plugin",
                    "A strategy that can be chosen, and the plug-in that it comes from.",
                    "strategy",
                    entry.name(),
                    "plugin",
                    entry.plugin());
        }
    }
}
