package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.HealthEvidence;
import dev.fairlead.server.backend.RecentFailures;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One try of a request at one backend, and its record. It is settled once, when the response head has arrived or can no
 * longer arrive. This result is reported to the strategy, and then table and selector are released. It ends once, when
 * the last byte has passed; until then it counts as in flight. Runs on the IO thread of its request, except for {@link
 * #end}.
 */
public final class Attempt implements dev.fairlead.spi.Attempt {
    private static final VarHandle STAGE;

    private static final int REQUEST = 0;
    private static final int TUNNEL = 1;
    private static final int ENDED = 2;

    /** In place of a strategy. */
    private static final String BY_SESSION = "session";

    static {
        try {
            STAGE = MethodHandles.lookup().findVarHandle(Attempt.class, "stage", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RequestRuns runs;
    private final int lane;
    private final RunningBackend backend;
    private final Pool policy;
    private final String strategy;
    private final long generation;
    private final long startNanos;

    /** The selector that chose, until it gets the outcome; null from the start if the host chose. */
    private @Nullable GuardedSelector chooser;

    private @Nullable TableEndpoint endpoint;

    private TrafficObserver.@Nullable AttemptObserver observer;

    private @Nullable Outcome outcome;
    private @Nullable FailureKind failure;
    private String detail = "";
    private int status;
    private boolean reused;
    private boolean wrote;
    private boolean sent;

    /** It failed in a way that may be the fault of the backend or of the request, and it is not known yet which. */
    private boolean open;

    /** The previous attempt, until the meaning of its failure is known. */
    private @Nullable Attempt before;

    private long connectNanos = -1;
    private long headNanos = -1;
    private long totalNanos = -1;

    /** Set by whichever thread ends it first: a tunnel's two ends may close on two threads. */
    private volatile int stage = REQUEST;

    /** @param policy what holds for the request in the pool */
    Attempt(
            RequestRuns runs,
            int lane,
            PoolTable table,
            Pool policy,
            TableEndpoint endpoint,
            @Nullable GuardedSelector chooser) {
        this(runs, lane, table, policy, endpoint.backend(), table.strategy());
        this.endpoint = endpoint;
        this.chooser = chooser;
    }

    /** Where its session is, which may be out of rotation; no strategy is asked or told. */
    static Attempt bySession(RequestRuns runs, int lane, PoolTable table, Pool policy, RunningBackend backend) {
        return new Attempt(runs, lane, table, policy, backend, BY_SESSION);
    }

    private Attempt(RequestRuns runs, int lane, PoolTable table, Pool policy, RunningBackend backend, String strategy) {
        this.runs = runs;
        this.lane = lane;
        this.backend = backend;
        this.policy = policy;
        this.strategy = strategy;
        this.generation = table.generation();
        this.startNanos = runs.now();
        backend.enter();
        backend.counters().begun(lane);
    }

    /** @param next gets the following events; null for none */
    void followedBy(TrafficObserver.@Nullable AttemptObserver next) {
        observer = next;
    }

    /** There is a connection. A second call replaces the first: that connection was dead before a byte was sent. */
    public void connected(boolean reusedConnection) {
        reused = reusedConnection;
        connectNanos = elapsed();
    }

    /** A byte of the request may have reached the backend. */
    public void wrote() {
        wrote = true;
    }

    /**
     * The whole request has been sent. An earlier failure may be the client's fault, and says nothing about the
     * backend.
     */
    public void sent() {
        sent = true;
    }

    /** The same request failed at that attempt. */
    void follows(Attempt earlier) {
        before = earlier;
    }

    /** The head of the final response has arrived. */
    public void head(int responseStatus) {
        if (outcome != null) {
            return;
        }
        status = responseStatus;
        headNanos = elapsed();
        backend.counters().responded(lane, responseStatus, headNanos);
        settle(responseStatus >= 500 ? Outcome.SERVER_ERROR : Outcome.RESPONDED);
        for (Attempt earlier = before; earlier != null; earlier = earlier.before) {
            // This backend answered a request that failed there, so the request is not to blame.
            earlier.blame(RecentFailures.UNKNOWN_KEY);
        }
        before = null;
    }

    /**
     * Counts its failure against its backend, if it is of a kind that can count.
     *
     * @param key as for {@link RecentFailures#add}
     */
    void blame(long key) {
        if (open) {
            open = false;
            backend.recentFailures().add(lane, key);
            runs.witness().counted(backend);
        }
    }

    /** Whether it failed in a way that may still count against its backend. */
    boolean isOpen() {
        return open;
    }

    /** From now on, both sides use another protocol. */
    public void tunnelled() {
        if (STAGE.compareAndSet(this, REQUEST, TUNNEL)) {
            backend.becomeTunnel();
        }
    }

    /** It failed, before or after the head. Also ends it. */
    public void failed(FailureKind kind, String what) {
        if (failure == null) {
            failure = kind;
            detail = what;
            backend.counters().failed(lane, kind);
            if (outcome == null) {
                settle(outcomeOf(kind));
            }
            testify(kind, what);
        }
        end();
    }

    private void testify(FailureKind kind, String what) {
        HealthEvidence evidence = kind.evidence();
        // With a TLS failure nothing of the request is sent, but there was a server.
        open = evidence == HealthEvidence.ILL && (sent || kind == FailureKind.TLS);
        if (open || evidence == HealthEvidence.UNREACHABLE) {
            runs.witness().witnessed(backend, kind, what);
        }
    }

    /** Everything is finished. May be called by any thread, any number of times. */
    public void end() {
        if (stage == ENDED) {
            return;
        }
        int before = (int) STAGE.getAndSet(this, ENDED);
        if (before == ENDED) {
            return;
        }
        totalNanos = elapsed();
        if (before == TUNNEL) {
            backend.leaveTunnel();
        } else {
            backend.leave();
        }
        if (observer != null) {
            observer.ended(this);
        }
    }

    /** The code that started it has dropped it without a result. */
    void abandon() {
        if (outcome == null) {
            settle(Outcome.ABANDONED);
        }
        end();
    }

    private void settle(Outcome how) {
        outcome = how;
        GuardedSelector told = chooser;
        TableEndpoint chosen = endpoint;
        chooser = null;
        endpoint = null;
        if (told != null && chosen != null) {
            told.onOutcome(chosen, this, lane);
        }
        if (observer != null) {
            observer.settled(this);
        }
    }

    private Outcome outcomeOf(FailureKind kind) {
        return switch (kind) {
            case CONNECT, CONNECT_TIMEOUT, TLS -> Outcome.CONNECT_FAILED;
            case FIRST_BYTE_TIMEOUT, PER_TRY_TIMEOUT, IDLE_TIMEOUT, TUNNEL_IDLE -> Outcome.TIMED_OUT;
            case REQUEST_TIMEOUT -> sent ? Outcome.TIMED_OUT : Outcome.ABANDONED;
            case RESET, MALFORMED, TRUNCATED -> Outcome.BROKEN;
            case UNRESOLVED, NO_RESOURCES, AT_CAPACITY, CLIENT_GONE, CLIENT_SLOW, CUT, CANCELLED -> Outcome.ABANDONED;
        };
    }

    private long elapsed() {
        return Math.max(0, runs.now() - startNanos);
    }

    public RunningBackend backend() {
        return backend;
    }

    /** What holds for the request in its pool, as it did when the backend was chosen. */
    public Pool policy() {
        return policy;
    }

    public Timeouts timeouts() {
        return policy.timeouts();
    }

    /** The pool's when the backend was chosen; {@code session} if that of the request chose. */
    public String strategy() {
        return strategy;
    }

    /** The generation of the table that it was chosen from. */
    public long generation() {
        return generation;
    }

    public boolean isSettled() {
        return outcome != null;
    }

    /** Whether the head of a response arrived, whatever happened later. */
    public boolean isAnswered() {
        return headNanos >= 0;
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
        return headNanos >= 0 ? headNanos : totalNanos >= 0 ? totalNanos : elapsed();
    }

    /** Null if it did not fail. */
    public @Nullable FailureKind failure() {
        return failure;
    }

    /** The failure in words; empty if it did not fail. */
    public String detail() {
        return detail;
    }

    public boolean hasWritten() {
        return wrote;
    }

    public boolean isReused() {
        return reused;
    }

    /** When the backend was chosen, by the clock used for all requests. */
    public long startNanos() {
        return startNanos;
    }

    /** From the choice to the connection; -1 if there was none. */
    public long connectNanos() {
        return connectNanos;
    }

    /** From the choice to the response head; -1 if there was none. */
    public long headNanos() {
        return headNanos;
    }

    /** From the choice to the end; -1 before the end. */
    public long totalNanos() {
        return totalNanos;
    }

    public boolean hasEnded() {
        return stage == ENDED;
    }

    @Override
    public String toString() {
        String how = failure != null ? failure.code() : outcome == null ? "under way" : Integer.toString(status);
        return backend.id() + " " + how;
    }
}
