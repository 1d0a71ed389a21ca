package dev.fairlead.server.control.watch;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.Stats;
import dev.fairlead.control.v1.WatchStatsResponse;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.control.stats.StatsWriter;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends figures to watchers at a steady interval. A watcher that has not read the last ones gets none until it has,
 * because they would be outdated by then. Runs on its own thread, because figures for thousands of backends take time,
 * and changes must not wait for that.
 */
final class StatsFeed implements AutoCloseable {

    /** Figures younger than this are reused for the next watcher. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RoutingTables tables;
    private final StatsWriter writer;
    private final StatusMapper statuses;
    private final NodeId node;
    private final ScheduledThreadPoolExecutor thread;

    /** By pool; belongs to this thread. */
    private final Map<String, Gathered> latest = new HashMap<>();

    private final LongAdder missed = new LongAdder();
    private final AtomicInteger watching = new AtomicInteger();

    private record Gathered(long at, WatchStatsResponse message) {}

    StatsFeed(RoutingTables tables, StatsWriter writer, StatusMapper statuses, NodeId node) {
        this.tables = tables;
        this.writer = writer;
        this.statuses = statuses;
        this.node = node;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-stats");
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Starts serving a caller; must be called within the call's own method. */
    void open(String pool, Duration interval, ServerCallStreamObserver<WatchStatsResponse> call) {
        Watcher watcher = new Watcher(pool, call);
        call.setOnCancelHandler(() -> thread.execute(watcher::end));
        thread.execute(() -> watcher.begin(interval.toNanos()));
    }

    /** One caller of WatchStats. */
    private final class Watcher {
        private final String pool;
        private final ServerCallStreamObserver<WatchStatsResponse> call;
        private @Nullable ScheduledFuture<?> turns;

        Watcher(String pool, ServerCallStreamObserver<WatchStatsResponse> call) {
            this.pool = pool;
            this.call = call;
        }

        void begin(long intervalNanos) {
            turns = thread.scheduleAtFixedRate(this::tell, 0, intervalNanos, TimeUnit.NANOSECONDS);
            watching.incrementAndGet();
        }

        private void tell() {
            if (call.isCancelled()) {
                end();
                return;
            }
            if (!call.isReady()) {
                missed.increment();
                return;
            }
            try {
                call.onNext(gathered(pool));
            } catch (RuntimeException gone) { // the pool was removed
                end();
                call.onError(statuses.of(gone));
            }
        }

        void end() {
            ScheduledFuture<?> running = turns;
            if (running != null && running.cancel(false) && watching.decrementAndGet() == 0) {
                latest.clear();
            }
        }
    }

    private WatchStatsResponse gathered(String pool) {
        long now = System.nanoTime();
        Gathered known = latest.get(pool);
        if (known != null && now - known.at() < FRESH_NANOS) {
            return known.message();
        }
        RoutingTable table = tables.current();
        Stats stats = writer.write(table, pool);
        WatchStatsResponse message = WatchStatsResponse.newBuilder()
                .setRevision(number(table.revision()))
                .setNodeId(node.value())
                .setStats(stats)
                .build();
        latest.put(pool, new Gathered(now, message));
        return message;
    }

    /** The number of callers being served. */
    int watchers() {
        return watching.get();
    }

    long missed() {
        return missed.sum();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
