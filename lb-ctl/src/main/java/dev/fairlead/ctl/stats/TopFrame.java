package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.Stats;
import dev.fairlead.ctl.output.Ink;
import dev.fairlead.ctl.output.Printable;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One frame of figures, with no line longer than 80 columns. */
final class TopFrame {

    static final int COLUMNS = 80;

    private static final String LINE = "%-19s %-7s %-5s %4s %5s %7s %6s %7s %7s %4s";
    private static final String HEAD =
            String.format(LINE, "BACKEND", "HEALTH", "ADMIN", "WT", "INFL", "REQ/S", "SHARE", "P50", "P99", "FAIL");
    private static final Comparator<BackendStats> BUSIEST = Comparator.comparingDouble(
                    BackendStats::getRequestsPerSecond)
            .reversed()
            .thenComparing(BackendStats::getId);

    private final Stats stats;
    private final boolean colours;

    TopFrame(Stats stats, boolean colours) {
        this.stats = stats;
        this.colours = colours;
    }

    /** @param rows of the terminal; 0 is no limit */
    List<String> lines(int rows) {
        List<String> lines = new ArrayList<>();
        lines.add(cut("up "
                + Spans.text(Duration.ofSeconds(stats.getUptime().getSeconds())) + ", generation "
                + Long.toUnsignedString(stats.getGeneration())));
        for (PoolStats pool : stats.getPoolsList()) {
            lines.add("");
            lines.add(cut("pool " + Printable.of(pool.getPool()) + ", " + Printable.of(pool.getStrategy()) + ": "
                    + Figures.rate(pool.getRequestsPerSecond()) + "/s, p50 "
                    + Spans.measured(pool.getLatency().getP50())
                    + ", p99 " + Spans.measured(pool.getLatency().getP99()) + ", " + pool.getRetriesTotal()
                    + " retries"));
            lines.add(colours ? Ink.STRONG.paint(HEAD) : HEAD);
            pool.getBackendsList().stream().sorted(BUSIEST).map(this::line).forEach(lines::add);
        }
        if (rows > 1 && lines.size() >= rows) {
            int left = lines.size() - rows + 2;
            return concat(lines.subList(0, rows - 2), Figures.count(left, "more line"));
        }
        return lines;
    }

    private String line(BackendStats backend) {
        String health = String.format("%-7s", cut(Printable.of(backend.getHealth()), 7));
        String line = String.format(
                LINE,
                cut(Printable.of(backend.getId()), 19),
                health,
                cut(Printable.of(backend.getAdminState()), 5),
                backend.getWeight(),
                short5(backend.getInFlight()),
                Figures.rate(backend.getRequestsPerSecond()),
                String.format(Locale.ROOT, "%.1f%%", backend.getShare() * 100),
                millis(backend.getLatency().getP50()),
                millis(backend.getLatency().getP99()),
                short4(backend.getFailuresTotal()));
        return colours ? line.replace(" " + health, " " + Ink.of(health.strip()).paint(health)) : line;
    }

    private static String millis(double seconds) {
        return seconds >= 10
                ? String.format(Locale.ROOT, "%.0fs", seconds)
                : String.format(Locale.ROOT, seconds >= 0.1 ? "%.0fms" : "%.1fms", seconds * 1000);
    }

    private static String short5(int count) {
        return count < 100_000 ? Integer.toString(count) : count / 1000 + "k";
    }

    private static String short4(long count) {
        if (count < 10_000) {
            return Long.toString(count);
        }
        return count < 1_000_000 ? count / 1000 + "k" : Math.min(count / 1_000_000, 999) + "M";
    }

    private static List<String> concat(List<String> lines, String last) {
        List<String> all = new ArrayList<>(lines);
        all.add(last);
        return all;
    }

    private static String cut(String text) {
        return cut(text, COLUMNS);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "~";
    }
}
