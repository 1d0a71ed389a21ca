package dev.fairlead.server.proxy.front;

import dev.fairlead.server.proxy.head.Rejection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests refused by the data port, by reason. */
@Singleton
public final class RejectedRequests {

    private final Map<Rejection, LongAdder> counts = new EnumMap<>(Rejection.class);

    @Inject
    public RejectedRequests() {
        for (Rejection rejection : Rejection.values()) {
            counts.put(rejection, new LongAdder());
        }
    }

    public void count(Rejection rejection) {
        Objects.requireNonNull(counts.get(rejection)).increment();
    }

    /** Every reason, also those that never occurred. */
    public Map<String, Long> byReason() {
        Map<String, Long> sums = new LinkedHashMap<>();
        counts.forEach((rejection, count) -> sums.put(rejection.code(), count.sum()));
        return sums;
    }
}
