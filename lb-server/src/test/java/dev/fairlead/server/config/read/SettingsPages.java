package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the settings say of themselves, as the documentation has it. */
final class SettingsPages {

    private SettingsPages() {}

    /** Rows of a table: key, default, change, meaning. */
    static List<String> server() {
        List<String> rows = new ArrayList<>(rows(Frontend.class));
        rows.addAll(rows(BootSettings.class));
        return rows;
    }

    static List<String> pool() {
        List<String> rows = new ArrayList<>(rows(Pool.class));
        rows.add("| `backends` | `[]` | live | see below |");
        return rows;
    }

    static List<String> backend() {
        return rows(Backend.class);
    }

    static List<String> route() {
        return named(Route.class, "letters, digits, `_` or `-`, unique in the list");
    }

    static List<String> rateLimit() {
        return named(RateLimit.class, "letters, digits, `_` or `-`, unique in its list; clients see it");
    }

    private static List<String> named(Class<? extends Record> block, String meaning) {
        List<String> rows = new ArrayList<>(List.of("| `name` | | live | required: " + meaning + " |"));
        rows.addAll(rows(block));
        return rows;
    }

    private static List<String> rows(Class<? extends Record> type) {
        return Schema.of(type).settings().entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String row(String key, Component component) {
        Setting setting = component.setting();
        return String.join(
                " | ",
                "| `" + key + "`",
                "`" + value(component) + "`",
                setting.restart() ? "restart" : "live",
                setting.doc().replace("|", "\\|") + " |");
    }

    private static String value(Component component) {
        String value = component.setting().value();
        if (component.type().isList()) {
            return "[" + value + "]";
        }
        if (component.blocks().isPresent()) {
            return "[]";
        }
        return component.type().name().equals("names with texts") ? "{}" : value.isEmpty() ? "\"\"" : value;
    }

    static String reference() {
        List<String> lines = new ArrayList<>(List.of(
                "# Every setting with its default. A file names what it wants otherwise, and each pool starts from these.",
                "# What each means stands in docs/configuration.md.",
                "lb {"));
        Stream.of(Frontend.class, BootSettings.class).forEach(type -> block(lines, "  ", Schema.of(type)));
        lines.add("  pools.default {");
        block(lines, "    ", Schema.of(Pool.class));
        lines.addAll(List.of("    backends = []", "  }", "}"));
        return String.join("\n", lines) + "\n";
    }

    private static void block(List<String> lines, String indent, Schema<?> schema) {
        for (Component component : schema.components()) {
            if (component.isSection()) {
                lines.add(indent + component.key() + " {");
                block(lines, indent + "  ", component.section());
                lines.add(indent + "}");
            } else if (component.isSetting()) {
                lines.add(indent + component.key() + " = " + quoted(component));
            }
        }
    }

    private static String quoted(Component component) {
        String value = value(component);
        boolean plain =
                value.matches("[A-Za-z0-9_/.%-]+") || value.matches("\\[[A-Za-z0-9, -]*]") || value.startsWith("\"");
        return plain ? value : "\"" + value + "\"";
    }
}
