package dev.fairlead.strategy.load;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keeps the response time of every endpoint, by id, over all rebuilds; called from one thread at a time. */
final class PeakEwma implements Strategy {
    /**
     * The initial value for a pool without data. Low, so that each endpoint is tried soon rather than avoided; a slow
     * one then collects a few requests, not all of them, because they count as its queue.
     */
    private static final double FIRST_GUESS_NANOS = 1e6;

    /** An endpoint that was away for a deployment or a failed probe keeps its history when it comes back. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(10).toNanos();

    private static final class Known {
        final ResponseTime time;
        long seenAt;

        Known(ResponseTime time, long seenAt) {
            this.time = time;
            this.seenAt = seenAt;
        }
    }

    private final PeakEwmaOptions options;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Map<String, Known> known = new TreeMap<>();

    PeakEwma(StrategyContext context) {
        options = PeakEwmaOptions.from(context.options());
        clock = context.nanoClock();
        random = context.random();
        long now = clock.getAsLong();
        PeakEwmaMemento.read(context.inherited(), now).forEach((id, time) -> known.put(id, new Known(time, now)));
    }

    @Override
    public Selector rebuild(EndpointPool pool) {
        long now = clock.getAsLong();
        double guess = guess(pool, now);
        ResponseTime[] times = new ResponseTime[pool.size()];
        for (Endpoint endpoint : pool) {
            Known state = known.computeIfAbsent(endpoint.id(), id -> new Known(ResponseTime.guessed(now, guess), now));
            state.seenAt = now;
            times[endpoint.index()] = state.time;
        }
        known.values().removeIf(state -> now - state.seenAt > REMEMBERED_NANOS);
        return new PeakEwmaSelector(pool, times, random, clock, options);
    }

    /**
     * A new endpoint starts with the mean of its peers. If it started at zero, it would get every request until its
     * first answer, just when it is coldest.
     */
    private double guess(EndpointPool pool, long now) {
        double sum = 0;
        int peers = 0;
        for (Endpoint endpoint : pool) {
            Known state = known.get(endpoint.id());
            if (state != null && state.time.observed()) {
                sum += state.time.nanos(now, options.decayNanos());
                peers++;
            }
        }
        return peers == 0 ? FIRST_GUESS_NANOS : sum / peers;
    }

    @Override
    public @Nullable Memento memento() {
        Map<String, ResponseTime> times = new TreeMap<>();
        known.forEach((id, state) -> times.put(id, state.time));
        return PeakEwmaMemento.write(times, clock.getAsLong());
    }
}
