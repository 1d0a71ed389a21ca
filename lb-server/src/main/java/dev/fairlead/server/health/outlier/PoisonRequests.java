package dev.fairlead.server.health.outlier;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The kinds of requests that fail at most backends of a pool. They say nothing about any single backend, even if they
 * all fail at one: a hash strategy, or a rotation that happens to be in step with a client, sends them all to one
 * backend at a time. Guarded by the health thread.
 */
final class PoisonRequests {
    /** A client can make up as many as it likes; the longest unseen goes first. */
    private static final int MOST = 64;

    private static final long RECENT = RecentOutcomes.WINDOW.toNanos();

    /** How long one stays known after it last failed at most backends. */
    private static final long KNOWN_NANOS = 60_000_000_000L;

    /** One kind of request, and where it failed when, the last two times: once is chance, at the best of backends. */
    private static final class Kind {
        private final Map<ComparedBackend, long[]> failedAt = new HashMap<>();
        private boolean bad;
        private long badAt;

        private void failed(ComparedBackend where, long now) {
            long[] times = failedAt.computeIfAbsent(where, fresh -> new long[] {0, now - 2 * RECENT});
            times[0] = times[1];
            times[1] = now;
        }

        private int backends(long now) {
            failedAt.values().removeIf(times -> now - times[1] > RECENT);
            int twice = 0;
            for (long[] times : failedAt.values()) {
                twice += now - times[0] <= RECENT ? 1 : 0;
            }
            return twice;
        }
    }

    private final Map<Long, Kind> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Kind> eldest) {
            return size() > MOST;
        }
    };

    /** @param backends how many there are to fail at */
    void failed(long key, ComparedBackend where, int backends, long now) {
        Kind kind = kinds.computeIfAbsent(key, unseen -> new Kind());
        kind.failed(where, now);
        if (2 * kind.backends(now) > backends) {
            kind.bad = true;
            kind.badAt = now;
        }
    }

    boolean isBad(long key, long now) {
        Kind kind = kinds.get(key);
        return kind != null && kind.bad && now - kind.badAt < KNOWN_NANOS;
    }
}
