package dev.fairlead.ctl.plugins;

import dev.fairlead.control.v1.Plugin;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;

/** Plug-ins as a table for people. */
final class PluginTable {

    static final TableLayout<Plugin> LAYOUT = new TableLayout<>(Plugin::getName)
            .text("NAME", Plugin::getName)
            .text("STATE", Plugin::getState)
            .text("STRATEGIES", plugin -> Figures.orNone(String.join(",", plugin.getStrategiesList())))
            .text("POOLS", plugin -> Figures.orNone(String.join(",", plugin.getPoolsList())))
            .number("ERRORS", plugin -> Long.toUnsignedString(plugin.getErrors()))
            .text("VERSION", plugin -> Figures.orNone(plugin.getVersion()))
            .wideText("SPI", plugin -> Figures.orNone(plugin.getSpiVersion()))
            .wideText("FILE", Plugin::getFile)
            .wideText("SHA-256", plugin -> Figures.orNone(plugin.getSha256()))
            .text("REASON", plugin -> Figures.orNone(plugin.getReason()));

    private PluginTable() {}
}
