package dev.fairlead.server.health;

import dev.fairlead.server.health.outlier.OutlierDetector;
import dev.fairlead.server.health.probe.ProbeResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The watched backends of one pool: compares them, limits how many are out because traffic failed there, and notices
 * when the last of them goes down. Guarded by the health thread.
 */
final class PoolMonitor {
    private static final int GROUPS_TOLD = 3;

    /** From a fault to the comparison that it calls for; what comes meanwhile is compared with it. */
    static final Duration GATHERING = Duration.ofMillis(25);

    private static final Duration SAMPLING = Duration.ofSeconds(1);

    /** At most one part in so many of the thread's time goes into comparisons, however large the pool. */
    private static final int SHARE = 20;

    private final MonitorContext context;
    private final Set<BackendMonitor> members = new LinkedHashSet<>();
    private final OutlierDetector<BackendMonitor> outliers = new OutlierDetector<>();
    private final ReplaceableTimer samplingTimer;
    private boolean called;
    private long pauseNanos;
    private int down;

    PoolMonitor(MonitorContext context) {
        this.context = context;
        samplingTimer = new ReplaceableTimer(context.thread(), context.nanoClock());
    }

    void add(BackendMonitor monitor) {
        members.add(monitor);
        if (members.size() == 1) {
            sample();
        }
    }

    /** The first fault is compared with what went well before it, or there would have to be a second look. */
    private void sample() {
        outliers.look(members, context.nanoClock().getAsLong());
        samplingTimer.arm(SAMPLING.toNanos(), this::sample);
    }

    /** @return whether the pool is empty now */
    boolean remove(BackendMonitor monitor) {
        if (members.remove(monitor) && monitor.report().state() == HealthState.DOWN) {
            down--;
        }
        if (members.isEmpty()) {
            samplingTimer.disarm();
        }
        return members.isEmpty();
    }

    /** Faults were counted: those that come soon are judged with them. */
    void judgeSoon() {
        if (!called) {
            called = true;
            long wait = Math.max(GATHERING.toNanos(), pauseNanos);
            // The monitor's timer ends with its thread, and a pool that is empty by then has nobody to compare.
            context.thread().executeAfter(this::judge, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void judge() {
        called = false;
        long began = context.nanoClock().getAsLong();
        members.forEach(BackendMonitor::judging);
        outliers.compare(members, began).forEach(found -> found.backend().eject(found.cause()));
        pauseNanos = SHARE * (context.nanoClock().getAsLong() - began);
    }

    /**
     * At most so much of those that could serve, and never the last of them: those whose probes fail are none of these,
     * and neither are those that an operator keeps out. A bound of 0 % is none at all, any other lets one go.
     */
    boolean mayLeave(BackendMonitor monitor) {
        if (!monitor.terms().serves()) {
            return true;
        }
        int able = 0;
        int out = 0;
        for (BackendMonitor member : members) {
            HealthState state = member.report().state();
            boolean away = state == HealthState.SUSPECT || state == HealthState.EJECTED;
            if (member.terms().serves() && (away || state == HealthState.UP)) {
                able++;
                out += away ? 1 : 0;
            }
        }
        int percent = monitor.terms().maxPercent();
        int most = percent == 0 ? 0 : Math.max(1, able * percent / 100);
        return out < Math.min(most, able - 1);
    }

    /** @return what to tell about a pool that went down with this step */
    @Nullable
    String moved(BackendMonitor monitor, HealthState from, HealthState to) {
        if (!members.contains(monitor) || from == to) {
            return null;
        }
        down += (to == HealthState.DOWN ? 1 : 0) - (from == HealthState.DOWN ? 1 : 0);
        return to == HealthState.DOWN && down == members.size() ? allDown(monitor) : null;
    }

    private String allDown(BackendMonitor last) {
        boolean answers = members.stream()
                .map(BackendMonitor::latest)
                .allMatch(result -> result != null && result.verdict() == ProbeResult.Verdict.WRONG_ANSWER);
        return answers
                ? grouped() + "; set health-check.path, or --health-check tcp"
                : "none of " + members.size() + " is up, the last: "
                        + last.report().reason();
    }

    /** {@code GET /health answered 404 on 3 of 3}, the most common answer first. */
    private String grouped() {
        Map<String, Long> counts = members.stream()
                .map(monitor -> String.valueOf(
                        monitor.latest() == null ? null : monitor.latest().said()))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(GROUPS_TOLD)
                .map(entry -> entry.getKey() + " on " + entry.getValue() + " of " + members.size())
                .collect(Collectors.joining(", "));
    }
}
