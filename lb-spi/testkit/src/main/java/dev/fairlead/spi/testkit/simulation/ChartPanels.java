package dev.fairlead.spi.testkit.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The results of one scenario as a picture: a small panel for each strategy, all on one scale. The grey band is the
 * range over all servers, the line is the server that the scenario is about.
 */
final class ChartPanels {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 280;
    private static final int HEIGHT = 130;
    private static final int LEFT = 34;
    private static final int TOP = 24;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 12;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - 22;

    private final Scenario scenario;
    private final double highest;
    private final StringBuilder svg = new StringBuilder(20_000);

    private ChartPanels(Scenario scenario, List<Result> results) {
        this.scenario = scenario;
        this.highest = highest(results);
    }

    static String of(Scenario scenario, List<Result> results) {
        return new ChartPanels(scenario, results).draw(results);
    }

    /** Three quarters of the panels fit; one that is far beyond them is cut off rather than flattening all others. */
    private static double highest(List<Result> results) {
        int[] highest = results.stream()
                .mapToInt(result -> Arrays.stream(result.series().most()).max().orElse(0))
                .sorted()
                .toArray();
        return Math.max(1, highest[highest.length * 3 / 4] * 1.2);
    }

    private String draw(List<Result> results) {
        int rows = (results.size() + COLUMNS - 1) / COLUMNS;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"10\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
                COLUMNS * WIDTH,
                rows * HEIGHT + 18));
        for (int i = 0; i < results.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT, "<g transform=\"translate(%d,%d)\">\n", i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT));
            panel(results.get(i));
            svg.append("</g>\n");
        }
        text(LEFT, rows * HEIGHT + 10, "#666666", legend());
        return svg.append("</svg>\n").toString();
    }

    private String legend() {
        String what = scenario.chart() == Scenario.Chart.IN_FLIGHT ? "requests at a server" : "requests a second";
        String whose = scenario.watched() < 0 ? "the fullest server" : "the server in question";
        return what + " over " + scenario.seconds() + " seconds; grey: the range over all servers; red: " + whose;
    }

    private void panel(Result result) {
        text(LEFT, 14, "#000000", result.label());
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"14\" fill=\"#666666\" font-size=\"9\" text-anchor=\"end\">p99 %s ms,"
                        + " %.2f %% failed</text>\n",
                LEFT + PLOT_WIDTH,
                TextTable.millis(result.p99()),
                100 * result.failed()));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#999999\"/>\n",
                LEFT,
                TOP,
                TOP + PLOT_HEIGHT,
                LEFT + PLOT_WIDTH));
        text(4, TOP + 8, "#666666", String.valueOf(Math.round(highest)));
        text(4, TOP + PLOT_HEIGHT, "#666666", "0");
        int[] most = result.series().most();
        svg.append("<path fill=\"#d0d7de\" d=\"M").append(points(most, false)).append('L');
        svg.append(points(result.series().least(), true)).append("Z\"/>\n");
        int[] line = scenario.watched() < 0 ? most : result.series().of(scenario.watched());
        svg.append("<path fill=\"none\" stroke=\"#cf222e\" stroke-width=\"1.5\" d=\"M");
        svg.append(points(line, false)).append("\"/>\n");
    }

    private String points(int[] values, boolean backwards) {
        StringBuilder points = new StringBuilder(values.length * 10);
        for (int i = 0; i < values.length; i++) {
            int second = backwards ? values.length - 1 - i : i;
            double x = LEFT + PLOT_WIDTH * (second + 0.5) / values.length;
            double y = TOP + PLOT_HEIGHT * (1 - Math.min(1, values[second] / highest));
            points.append(String.format(Locale.ROOT, i == 0 ? "%.1f %.1f" : " %.1f %.1f", x, y));
        }
        return points.toString();
    }

    private void text(int x, int y, String colour, String words) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", x, y, colour, words));
    }
}
