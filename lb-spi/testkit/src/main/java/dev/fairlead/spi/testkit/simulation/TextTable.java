package dev.fairlead.spi.testkit.simulation;

import java.util.List;
import java.util.Locale;

/** The results of one scenario as text, a line for each strategy. */
final class TextTable {
    private static final String HEAD = "%-22s %9s %8s %8s %8s %8s %8s %8s%n".replace("%n", "\n");

    private TextTable() {}

    static String of(Scenario scenario, List<Result> results) {
        StringBuilder text = new StringBuilder(2_000);
        text.append(scenario.story()).append("\n");
        text.append(String.format(
                Locale.ROOT,
                "%d requests each.%n%n".replace("%n", "\n"),
                results.get(0).requests()));
        text.append(
                String.format(Locale.ROOT, HEAD, "", "failed", "median", "p99", "p99.9", "least", "most", "fullest"));
        text.append(String.format(Locale.ROOT, HEAD, "", "", "ms", "ms", "ms", "share", "share", "server"));
        for (Result result : results) {
            text.append(String.format(
                    Locale.ROOT,
                    HEAD,
                    result.label(),
                    String.format(Locale.ROOT, "%.2f %%", 100 * result.failed()),
                    millis(result.median()),
                    millis(result.p99()),
                    millis(result.p999()),
                    String.format(Locale.ROOT, "%.2f", result.leastShare()),
                    String.format(Locale.ROOT, "%.2f", result.mostShare()),
                    result.fullest()));
        }
        return text.toString();
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
    }
}
