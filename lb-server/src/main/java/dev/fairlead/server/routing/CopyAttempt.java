package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a request at one backend of its route's mirror. It is real load: it counts as in flight, and the strategy
 * that chose hears what became of it. Otherwise nobody does: it is in no counter of the backend or the pool, takes nothing
 * from a retry budget, and is no word about anybody's health. On the IO thread of its request.
 */
public final class CopyAttempt implements Attempt {
    private final RequestRuns runs;
    private final int lane;
    private final RunningBackend backend;
    private final Timeouts timeouts;
    private final long startNanos;

    /** The selector that chose, until it gets the outcome; null from the start if the host chose. */
    private @Nullable GuardedSelector chooser;

    private @Nullable TableEndpoint endpoint;

    private @Nullable Outcome outcome;
    private int status;
    private long latencyNanos;
    private boolean ended;

    private CopyAttempt(
            RequestRuns runs, int lane, PoolTable pool, TableEndpoint endpoint, @Nullable GuardedSelector chooser) {
        this.runs = runs;
        this.lane = lane;
        this.backend = endpoint.backend();
        this.timeouts = pool.policy().timeouts();
        this.endpoint = endpoint;
        this.chooser = chooser;
        this.startNanos = runs.now();
        backend.enter();
    }

    /** @return null if the pool has no backend that takes requests */
    static @Nullable CopyAttempt of(RequestRun run, RequestRuns runs, String poolName) {
        PoolTable pool = runs.table().pool(poolName);
        GuardedSelector selector = pool == null ? null : pool.selector();
        if (pool == null || selector == null) {
            return null;
        }
        Endpoint answer = selector.ask(run, run.lane());
        int index = answer == null ? selector.rotate(run).index() : answer.index();
        return new CopyAttempt(
                runs, run.lane(), pool, pool.endpoints().endpoint(index), answer == null ? null : selector);
    }

    public RunningBackend backend() {
        return backend;
    }

    /** Those of the mirror's pool; the route's own are for the original. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** The head of its answer has arrived. */
    public void head(int answered) {
        status = answered;
        settle(answered >= 500 ? Outcome.SERVER_ERROR : Outcome.RESPONDED);
    }

    /** Whether the head of an answer has arrived, whatever happened later. */
    public boolean isAnswered() {
        return status > 0;
    }

    /** It is over, for good or ill. Only the first call has an effect. */
    public void end(Outcome unlessAnswered) {
        if (!ended) {
            ended = true;
            settle(unlessAnswered);
            backend.leave();
        }
    }

    private void settle(Outcome how) {
        if (outcome != null) {
            return;
        }
        outcome = how;
        latencyNanos = Math.max(0, runs.now() - startNanos);
        GuardedSelector told = chooser;
        TableEndpoint chosen = endpoint;
        chooser = null;
        endpoint = null;
        if (told != null && chosen != null) {
            told.onOutcome(chosen, this, lane);
        }
    }

    /** {@code ABANDONED} while it is not settled. */
    @Override
    public Outcome outcome() {
        return outcome == null ? Outcome.ABANDONED : outcome;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long latencyNanos() {
        return latencyNanos;
    }

    @Override
    public String toString() {
        return "copy at " + backend.id() + " " + (outcome == null ? "under way" : outcome.toString());
    }
}
