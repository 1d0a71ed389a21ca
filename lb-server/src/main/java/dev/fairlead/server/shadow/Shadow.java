package dev.fairlead.server.shadow;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyTrial;
import dev.fairlead.spi.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate beside one pool's live strategy. It takes turns on the thread of the shadows, and has at most one task
 * on the candidate's own thread; the replay belongs to whichever of the two is working.
 */
public final class Shadow {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    /** A question that takes longer goes on in the next turn, well before its deadline. */
    private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** After so many events the clock is read. */
    private static final int BETWEEN_LOOKS = 32;

    private final String pool;
    private final StrategyChoice choice;
    private final PoolRuntime runtime;
    private final RoutingTables tables;
    private final StrategyFactory strategies;
    private final StrategyTrial candidate;
    private final TrafficReplay replay;
    private final EventQueue events;
    private final Executor thread;

    private volatile ShadowReport report = ShadowReport.EMPTY;
    private volatile String ending = "";

    /** Written before the ending is. */
    private boolean failed;

    // What follows belongs to the thread of the shadows; a question that is answered has given it back.
    private long poolGeneration = -1;
    private boolean ready;
    private boolean asking;

    // And this to whichever thread has the replay.
    private long reportedAt;

    Shadow(
            PoolTable table,
            StrategyChoice choice,
            RoutingTables tables,
            StrategyFactory strategies,
            StrategyTrial candidate,
            TrafficReplay replay,
            double percent,
            Executor thread) {
        this.pool = table.pool();
        this.runtime = table.runtime();
        this.choice = choice;
        this.tables = tables;
        this.strategies = strategies;
        this.candidate = candidate;
        this.replay = replay;
        this.events = new EventQueue(percent);
        this.thread = thread;
        this.reportedAt = System.nanoTime();
    }

    /** Builds the first selector and begins to see requests. Fails if the candidate does; it is over then. */
    CompletableFuture<Shadow> begin() {
        PoolTable table = present();
        if (table == null) {
            fail("pool " + pool + " was removed");
            return CompletableFuture.completedFuture(this);
        }
        return update(table).thenApply(done -> {
            runtime.observer(events);
            log.info("pool={} event=shadow-begun candidate=\"{}\" percent={}", pool, choice, events.percent());
            return this;
        });
    }

    /** Does what is due, or nothing while the candidate is busy. */
    @SuppressWarnings("FutureReturnValueIgnored") // ask() looks after what becomes of a question
    void turn() {
        if (asking || isOver()) {
            return;
        }
        PoolTable table = present();
        if (table == null) {
            fail("pool " + pool + " was removed");
        } else if (!strategies.isPresent(candidate)) {
            fail("the plug-in of " + candidate.name() + " was replaced or unloaded");
        } else if (table.generation() != poolGeneration) {
            update(table);
        } else if (ready && (!events.isEmpty() || isReportDue())) {
            ask(candidate.ask(this::play));
        }
    }

    /** The pool of the same name may be another one by now. */
    private @Nullable PoolTable present() {
        PoolTable table = tables.current().pool(pool);
        return table != null && table.runtime() == runtime ? table : null;
    }

    private CompletableFuture<?> update(PoolTable table) {
        poolGeneration = table.generation();
        boolean differs = replay.update(table);
        if (!differs || table.inRotation().isEmpty()) {
            return CompletableFuture.completedFuture(this);
        }
        return ask(candidate.rebuild(replay.pool()).thenApply(rebuilt -> ready = true));
    }

    private <T> CompletableFuture<T> ask(CompletableFuture<T> question) {
        asking = true;
        return question.whenCompleteAsync(
                (answer, failure) -> {
                    asking = false;
                    if (failure != null) {
                        fail(PluginThread.refusal(failure).sentence());
                    }
                },
                thread);
    }

    /** On the candidate's thread. */
    private Shadow play(Selector selector) {
        long began = System.nanoTime();
        int played = 0;
        for (RequestEvent next = events.next(); next != null; next = nextUntil(began, ++played)) {
            replay.play(next, selector);
        }
        if (isReportDue()) {
            reportedAt = System.nanoTime();
            report = replay.report(events.missed());
        }
        return this;
    }

    private @Nullable RequestEvent nextUntil(long began, int played) {
        boolean over = played % BETWEEN_LOOKS == 0 && System.nanoTime() - began > PART_NANOS;
        return over ? null : events.next();
    }

    private boolean isReportDue() {
        return System.nanoTime() - reportedAt > REPORT_NANOS;
    }

    private void fail(String cause) {
        failed = true;
        end(cause);
    }

    /**
     * It sees nothing more. Of no effect when it is over.
     *
     * @param cause as a sentence
     */
    void end(String cause) {
        if (isOver()) {
            return;
        }
        ending = cause;
        if (runtime.observer() == events) {
            runtime.observer(null);
        }
        candidate.close();
        log.info("pool={} event=shadow-ended candidate=\"{}\" cause=\"{}\"", pool, choice, cause);
    }

    boolean isOf(StrategyChoice other, double percent) {
        return choice.equals(other) && events.percent() == percent && !isOver();
    }

    public String pool() {
        return pool;
    }

    public StrategyChoice choice() {
        return choice;
    }

    /** The candidate's own name, whatever spelling the operator used. */
    public String candidate() {
        return candidate.name();
    }

    /** The figures of a moment ago. */
    public ShadowReport report() {
        return report;
    }

    public boolean isOver() {
        return !ending.isEmpty();
    }

    /** Why it is over, as a sentence; empty while it goes on. */
    public String ending() {
        return ending;
    }

    /** Whether it is over without anybody having asked for that. */
    public boolean hasFailed() {
        return isOver() && failed;
    }
}
