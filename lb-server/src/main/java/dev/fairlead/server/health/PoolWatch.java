package dev.fairlead.server.health;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The watched backends of one pool together: notices when the last of them goes down. Guarded by the health thread. */
final class PoolWatch {
    private static final int GROUPS_TOLD = 3;

    private final Set<Watch> members = new LinkedHashSet<>();
    private int down;

    void add(Watch watch) {
        members.add(watch);
    }

    /** @return whether the pool is empty now */
    boolean remove(Watch watch) {
        if (members.remove(watch) && watch.report().state() == HealthState.DOWN) {
            down--;
        }
        return members.isEmpty();
    }

    /** @return what to tell about a pool that went down with this step */
    @Nullable
    String moved(Watch watch, HealthState from, HealthState to) {
        if (!members.contains(watch) || from == to) {
            return null;
        }
        down += (to == HealthState.DOWN ? 1 : 0) - (from == HealthState.DOWN ? 1 : 0);
        return to == HealthState.DOWN && down == members.size() ? allDown(watch) : null;
    }

    private String allDown(Watch last) {
        boolean answers = members.stream()
                .map(Watch::latest)
                .allMatch(result -> result != null && result.verdict() == ProbeResult.Verdict.WRONG_ANSWER);
        return answers
                ? grouped() + "; set health-check.path, or --health-check tcp"
                : "none of " + members.size() + " is up, the last: "
                        + last.report().reason();
    }

    /** {@code GET /health answered 404 on 3 of 3}, the most common answer first. */
    private String grouped() {
        Map<String, Long> counts = members.stream()
                .map(watch -> String.valueOf(
                        watch.latest() == null ? null : watch.latest().said()))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(GROUPS_TOLD)
                .map(entry -> entry.getKey() + " on " + entry.getValue() + " of " + members.size())
                .collect(Collectors.joining(", "));
    }
}
