package dev.fairlead.server.forecast;

import dev.fairlead.server.routing.BackendView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes how a forecast was computed and what it assumes, so that no one reads too much into it. */
final class ForecastMethod {
    private static final int NAMED = 3;

    private final List<ForecastPool> pools;
    private final ServiceTimes times;
    private final double perSecond;
    private final boolean rateIsMeasured;

    /** @param pools before the change, if there is one, and after it */
    ForecastMethod(List<ForecastPool> pools, ServiceTimes times, double perSecond, boolean rateIsMeasured) {
        this.pools = pools;
        this.times = times;
        this.perSecond = perSecond;
        this.rateIsMeasured = rateIsMeasured;
    }

    String sentence(int before, int after, String failedBefore, String failedAfter) {
        if (pools.stream().allMatch(pool -> pool.backends().isEmpty())) {
            return "no backend takes requests";
        }
        StringBuilder text = new StringBuilder();
        text.append(requests(before, after))
                .append(" synthetic requests in virtual time at ")
                .append(rate())
                .append(", chosen by fresh instances of ")
                .append(strategies())
                .append(" with seed ")
                .append(Simulation.SEED)
                .append(", ")
                .append(speed());
        List<String> presumed = pools.stream()
                .flatMap(pool -> pool.presumed().stream())
                .distinct()
                .toList();
        if (!presumed.isEmpty()) {
            text.append("; ").append(named(presumed)).append(" assumed up, not probed yet");
        }
        if (!failedBefore.isEmpty()) {
            text.append("; no shares before: ").append(failedBefore);
        }
        if (!failedAfter.isEmpty()) {
            text.append("; no shares after: ").append(failedAfter);
        }
        return text.toString();
    }

    private static String requests(int before, int after) {
        int fewest = before == 0 ? after : after == 0 ? before : Math.min(before, after);
        return String.format(Locale.ROOT, "%,d", fewest);
    }

    private String rate() {
        String rate = String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
        return rateIsMeasured ? rate + " (as measured)" : rate + " (assumed, because there was no traffic)";
    }

    private String strategies() {
        Set<String> names =
                pools.stream().map(pool -> pool.strategy().name()).collect(Collectors.toCollection(LinkedHashSet::new));
        return String.join(" (before) and ", names) + (names.size() > 1 ? " (after)" : "");
    }

    private String speed() {
        if (times.nothingMeasured()) {
            return "all backends assumed equally fast, because none was measured";
        }
        List<String> unknown = pools.stream()
                .flatMap(pool -> pool.backends().stream())
                .filter(view -> !times.isMeasured(view.running()))
                .map(BackendView::desired)
                .map(backend -> backend.id())
                .distinct()
                .toList();
        String speed = "with the latencies of the last ten seconds";
        return unknown.isEmpty() ? speed : speed + "; " + named(unknown) + " assumed as fast as the others";
    }

    private static String named(List<String> ids) {
        String shown = ids.stream().limit(NAMED).collect(Collectors.joining(", "));
        return ids.size() > NAMED ? shown + " and " + (ids.size() - NAMED) + " more" : shown;
    }
}
