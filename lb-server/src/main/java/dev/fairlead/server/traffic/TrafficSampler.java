package dev.fairlead.server.traffic;

import dev.fairlead.server.backend.LatencyScale;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolCounters;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Computes the figures of the last ten seconds once a second, for every declared pool and backend. It reads the request
 * counters and writes nothing that requests read.
 */
public final class TrafficSampler implements AutoCloseable {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RoutingTables tables;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService thread;
    private final Map<RunningBackend, BackendSeries> backends = new ConcurrentHashMap<>();
    private final Map<String, PoolSeries> pools = new ConcurrentHashMap<>();

    /** The times of the last ticks, as a ring; on the sampler's thread, like the next one. */
    private final long[] times = new long[SlidingCount.TICKS + 1];

    /** For one series at a time; on the sampler's thread as well. */
    private final long[] cells = new long[LatencyScale.CELLS];

    private int tick;

    /** The windows belong to the sampler; the figures are public. */
    private static final class BackendSeries {
        private final SlidingCount attempts = new SlidingCount();
        private final SlidingLatency latency = new SlidingLatency();
        private volatile BackendTraffic traffic = BackendTraffic.NONE;
        private int seen;
    }

    private static final class PoolSeries {
        private final PoolCounters counters;
        private final SlidingLatency durations = new SlidingLatency();
        private volatile PoolTraffic traffic = PoolTraffic.NONE;
        private int seen;

        PoolSeries(PoolCounters counters) {
            this.counters = counters;
        }
    }

    public TrafficSampler(RoutingTables tables, LongSupplier nanoClock) {
        this.tables = tables;
        this.nanoClock = nanoClock;
        this.times[0] = nanoClock.getAsLong();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "fairlead-traffic");
            named.setDaemon(true);
            return named;
        });
    }

    /** Starts one tick per second. */
    @SuppressWarnings("FutureReturnValueIgnored") // a tick only reads counters
    public TrafficSampler start() {
        thread.scheduleAtFixedRate(this::sample, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    public BackendTraffic of(RunningBackend backend) {
        BackendSeries series = backends.get(backend);
        return series == null ? BackendTraffic.NONE : series.traffic;
    }

    public PoolTraffic of(String pool) {
        PoolSeries series = pools.get(pool);
        return series == null ? PoolTraffic.NONE : series.traffic;
    }

    /** Counts everything since the last call as one second. Called only by its own thread. */
    public void sample() {
        tick++;
        times[tick % times.length] = nanoClock.getAsLong();
        for (PoolTable pool : tables.current().pools().values()) {
            sample(pool);
        }
        backends.values().removeIf(series -> series.seen != tick);
        pools.values().removeIf(series -> series.seen != tick);
    }

    private void sample(PoolTable pool) {
        sampleRequests(pool);
        long attempts = 0;
        for (BackendView view : pool.backends()) {
            attempts += sampleAttempts(view.running());
        }
        for (BackendView view : pool.backends()) {
            BackendSeries series = backends.get(view.running());
            if (series != null) {
                series.traffic = traffic(series, attempts);
            }
        }
    }

    private void sampleRequests(PoolTable pool) {
        PoolCounters counters = pool.runtime().counters();
        // A pool that was removed and added again starts over.
        PoolSeries series = pools.compute(
                pool.pool(),
                (name, known) -> known != null && known.counters == counters ? known : new PoolSeries(counters));
        series.seen = tick;
        series.durations.tick(counters.duration(), cells);
        SlidingCount ended = series.durations.count();
        series.traffic = ended.isIdle()
                ? PoolTraffic.NONE
                : new PoolTraffic(ended.sum() / seconds(ended), series.durations.quantiles());
    }

    private long sampleAttempts(RunningBackend backend) {
        BackendSeries series = backends.computeIfAbsent(backend, declared -> new BackendSeries());
        series.seen = tick;
        series.attempts.tick(backend.counters().attempts());
        series.latency.tick(backend.counters().latency(), cells);
        return series.attempts.sum();
    }

    private BackendTraffic traffic(BackendSeries series, long ofAll) {
        if (series.attempts.isIdle() && series.latency.count().isIdle()) {
            return BackendTraffic.NONE;
        }
        long own = series.attempts.sum();
        return new BackendTraffic(
                own == 0 ? 0 : (double) own / ofAll, own / seconds(series.attempts), series.latency.quantiles());
    }

    /** The actual length of a window: ticks may be late. */
    private double seconds(SlidingCount window) {
        long begin = times[(tick - window.ticks()) % times.length];
        return Math.max(1, times[tick % times.length] - begin) / NANOS;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
