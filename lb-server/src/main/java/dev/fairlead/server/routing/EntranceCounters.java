package dev.fairlead.server.routing;

import dev.fairlead.server.routing.match.NoRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The requests that were refused before they came to a pool, by reason. */
public final class EntranceCounters {

    static final String HOST_UNFIT = "redirect_host";

    private final Map<String, LongAdder> refused = new LinkedHashMap<>();

    public EntranceCounters() {
        refused.put(Gate.ACCESS_DENIED, new LongAdder());
        refused.put(Gate.RATE_LIMITED, new LongAdder());
        for (NoRoute none : NoRoute.values()) {
            if (none.status() > 0) {
                refused.put(none.reason(), new LongAdder());
            }
        }
        refused.put(HOST_UNFIT, new LongAdder());
    }

    void count(DirectAnswer answer) {
        LongAdder count = refused.get(answer.reason());
        if (count != null) {
            count.increment();
        }
    }

    public long accessDenied() {
        return refused().getOrDefault(Gate.ACCESS_DENIED, 0L);
    }

    /** By every reason, also those that never occurred. */
    public Map<String, Long> refused() {
        Map<String, Long> sums = new LinkedHashMap<>();
        refused.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }
}
