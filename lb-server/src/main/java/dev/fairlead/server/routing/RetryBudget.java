package dev.fairlead.server.routing;

import dev.fairlead.server.backend.LaneCounters;
import dev.fairlead.server.desired.RetryPolicy;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Limits retries to a share of the requests, so that a failing pool does not get more load than a healthy one. Requests
 * and retries are counted per second over the last ten. Lock-free.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;

    /** A power of two above {@link #SECONDS}, so that a slot is not reused while it still counts. */
    private static final int SLOTS = 16;

    private static final long NANOS = 1_000_000_000L;

    // A slot has its second in the upper half and the count in the lower half; a slot of another second counts as 0.
    private final LaneCounters requests;
    private final AtomicLongArray retries = new AtomicLongArray(SLOTS);

    RetryBudget(int lanes) {
        requests = new LaneCounters(lanes, SLOTS);
    }

    /** A request began; on the lane's own thread. */
    void request(int lane, long nowNanos) {
        int now = second(nowNanos);
        int index = now & (SLOTS - 1);
        requests.set(lane, index, slot(now, count(requests.own(lane, index), now) + 1));
    }

    /**
     * Takes one retry, if one is left. Lanes that ask at the same moment may each take one more than allowed: the
     * budget prevents retry storms and need not be exact.
     */
    boolean withdraw(RetryPolicy policy, long nowNanos) {
        int now = second(nowNanos);
        long recentRequests = 0;
        long recentRetries = 0;
        for (int second = now - SECONDS + 1; second <= now; second++) {
            recentRequests += requests(second);
            recentRetries += count(retries.get(second & (SLOTS - 1)), second);
        }
        double allowed = recentRequests * policy.budget().percent() / 100
                + (double) policy.budget().minPerSecond() * SECONDS;
        if (recentRetries + 1 > allowed) {
            return false;
        }
        retries.updateAndGet(now & (SLOTS - 1), slot -> slot(now, count(slot, now) + 1));
        return true;
    }

    private long requests(int second) {
        long sum = 0;
        for (int lane = 0; lane < requests.lanes(); lane++) {
            sum += count(requests.read(lane, second & (SLOTS - 1)), second);
        }
        return sum;
    }

    private static int second(long nanos) {
        return (int) Math.floorDiv(nanos, NANOS);
    }

    private static long slot(int second, long count) {
        return (long) second << 32 | count;
    }

    private static long count(long slot, int second) {
        return (int) (slot >> 32) == second ? slot & 0xffff_ffffL : 0;
    }
}
