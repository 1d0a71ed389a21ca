package dev.fairlead.server.health.outlier;

import dev.fairlead.server.backend.BackendCounters;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.HealthEvidence;
import dev.fairlead.server.backend.RecentFailures;
import dev.fairlead.server.backend.RunningBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** The recent success of one backend. It is read from counters, so it costs the requests nothing. */
public final class RecentOutcomes {
    static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int SLOTS = 10;
    private static final long SLOT = WINDOW.toNanos() / SLOTS;

    /** Enough to know what share of the faults is about requests that fail everywhere. */
    private static final int REMEMBERED = 64;

    private final RunningBackend backend;
    private final long[] trials = new long[SLOTS];
    private final long[] faults = new long[SLOTS];
    /** of the latest faults, and the slots that they fell into; most backends never need them */
    private long[] keys = {};

    private long[] keySlots = {};
    private final long[] seenFaults;
    private long seenTrials;
    private int remembered;
    private long slot = Long.MIN_VALUE;

    public RecentOutcomes(RunningBackend backend) {
        this.backend = backend;
        seenFaults = new long[backend.recentFailures().lanes()];
    }

    /** Takes in what has happened since the last look; {@code asked} is told the key of each fault that has one. */
    void look(long now, LongConsumer asked) {
        advance(Math.floorDiv(now, SLOT));
        long all = settled(backend.counters());
        trials[index(slot)] += all - seenTrials;
        seenTrials = all;
        RecentFailures source = backend.recentFailures();
        for (int lane = 0; lane < seenFaults.length; lane++) {
            long count = source.count(lane);
            faults[index(slot)] += count - seenFaults[lane];
            for (long i = Math.max(seenFaults[lane], count - RecentFailures.KEPT); i < count; i++) {
                long key = source.key(lane, i);
                remember(key);
                if (key != RecentFailures.UNKNOWN_KEY) {
                    asked.accept(key);
                }
            }
            seenFaults[lane] = count;
        }
    }

    /** What has been so far does not count any more. */
    public void forget() {
        Arrays.fill(trials, 0);
        Arrays.fill(faults, 0);
        remembered = 0;
        seenTrials = settled(backend.counters());
        for (int lane = 0; lane < seenFaults.length; lane++) {
            seenFaults[lane] = backend.recentFailures().count(lane);
        }
    }

    long trials() {
        return Math.max(sum(trials), sum(faults));
    }

    /** @param bad what fails everywhere and says nothing about this backend */
    double faults(LongPredicate bad) {
        int known = 0;
        int excused = 0;
        for (int i = 0; i < Math.min(remembered, REMEMBERED); i++) {
            if (slot - keySlots[i] < SLOTS) {
                known++;
                excused += keys[i] != RecentFailures.UNKNOWN_KEY && bad.test(keys[i]) ? 1 : 0;
            }
        }
        return known == 0 ? 0 : (double) sum(faults) * (known - excused) / known;
    }

    private void remember(long key) {
        if (keys.length == 0) {
            keys = new long[REMEMBERED];
            keySlots = new long[REMEMBERED];
        }
        int at = remembered % REMEMBERED;
        keys[at] = key;
        keySlots[at] = slot;
        remembered = remembered + 1 < 2 * REMEMBERED ? remembered + 1 : REMEMBERED;
    }

    /** After a rest of a whole window nobody has looked, and what went well meanwhile is of another time. */
    private void advance(long current) {
        if (slot == Long.MIN_VALUE || current - slot >= SLOTS) {
            Arrays.fill(trials, 0);
            Arrays.fill(faults, 0);
            seenTrials = settled(backend.counters());
            slot = current;
        }
        while (slot < current) {
            slot++;
            trials[index(slot)] = 0;
            faults[index(slot)] = 0;
        }
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }

    private static long sum(long[] cells) {
        return Arrays.stream(cells).sum();
    }

    /** Attempts that came to an answer, or to a failure that is the backend's or the request's. */
    private static long settled(BackendCounters counters) {
        long sum = 0;
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            sum += counters.responses(codeClass);
        }
        for (FailureKind kind : FailureKind.values()) {
            if (kind.evidence() == HealthEvidence.ILL && kind != FailureKind.TRUNCATED) {
                sum += counters.failures(kind);
            }
        }
        return sum;
    }
}
