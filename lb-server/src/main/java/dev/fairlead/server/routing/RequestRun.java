package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one request: where it goes, whether it is retried, and what is recorded about it. It is routed once and
 * reads the table once for each attempt, so a retry sees the current state. It stays on one IO thread and is not
 * shared.
 */
public final class RequestRun implements RequestView {
    private final RequestRuns runs;
    private final RequestFacts facts;
    private final int lane;
    private final boolean replayable;
    private final long startNanos;
    private final Attempts attempts = new Attempts();

    private @Nullable LiveRoute route;
    private String poolName = DesiredState.DEFAULT_POOL;

    private @Nullable RequestSession session;

    /** By which the next request of this client finds the same pool of a split; null if it does already. */
    private @Nullable KeptKey key;

    /** What holds in its pool, as its last attempt saw it; null before the first. */
    private @Nullable Pool policy;

    private @Nullable PoolRuntime account;
    private @Nullable Refusal unavailable;

    /** Why it was not retried after its last attempt; null if that was not asked, or if it may be retried. */
    private @Nullable NoRetryReason obstacle;

    private @Nullable String target;
    private @Nullable EndReason endReason;
    private String refusedFor = "";
    private int status;
    private long bytesIn;
    private long bytesOut;
    private long durationNanos = -1;

    RequestRun(RequestRuns runs, RequestFacts facts, int lane, boolean replayable) {
        this.runs = runs;
        this.facts = facts;
        this.lane = lane;
        this.replayable = replayable;
        this.startNanos = runs.now();
    }

    /**
     * The decisions that come before a backend is chosen. Asked once, before the first attempt.
     *
     * @return what answers it in place of a backend; null if one is to
     */
    public @Nullable DirectAnswer enter() {
        return runs.table().entrance().ask(this, startNanos);
    }

    void takes(LiveRoute found) {
        route = found;
    }

    void goesTo(String pool) {
        poolName = pool;
    }

    void keeps(String cookie, String value) {
        key = new KeptKey(cookie, value);
    }

    /** The cookie by which a client stays in its pool of a split, if it is to be given one. */
    public @Nullable KeptKey keptKey() {
        return key;
    }

    /** Empty if there are no routes, or none has it. */
    public String routeName() {
        return route == null ? "" : route.name();
    }

    /** Null before it comes to a pool, and in one without sessions. */
    public @Nullable RequestSession session() {
        return session;
    }

    /** Null if there are no routes, or none has it. */
    public @Nullable LiveRoute route() {
        return route;
    }

    /**
     * Chooses a backend from the current table. An earlier unsettled attempt is abandoned and no longer has any effect.
     *
     * @return null if there is none; {@link #refusal} says why
     */
    public @Nullable Attempt next() {
        if (!attempts.isEmpty()) {
            attempts.last().abandon();
        }
        PoolTable pool = runs.table().pool(poolName);
        if (pool == null) {
            unavailable = Refusal.noPool();
            return null;
        }
        Pool applied = route == null ? pool.policy() : route.policy(pool.policy());
        enter(pool, applied);
        Attempt attempt = attempt(pool, applied);
        if (attempt == null) {
            return null;
        }
        if (!attempts.isEmpty()) {
            attempt.backend().counters().retried(lane);
            attempt.follows(attempts.last());
        }
        attempts.append(attempt);
        return attempt;
    }

    /** A backend for a copy of it, by the current table; null if the mirror of its route has none. */
    public @Nullable CopyAttempt copy() {
        return route == null
                ? null
                : CopyAttempt.of(this, runs, route.route().mirror().pool());
    }

    /** The session comes before the strategy. */
    private @Nullable Attempt attempt(PoolTable pool, Pool applied) {
        boolean usedUp = attempts.size() >= applied.retry().attempts();
        if (session != null && session.isRefused(pool, attempts)) {
            refuse(pool, Refusal.SESSION_GONE);
            return null;
        }
        RunningBackend kept = session == null ? null : session.backend(attempts);
        if (kept != null) {
            return usedUp ? null : Attempt.bySession(runs, lane, pool, applied, kept);
        }
        GuardedSelector selector = pool.selector();
        if (selector == null) {
            refuse(pool, pool.backends().isEmpty() ? Refusal.NO_BACKENDS : Refusal.NONE_ELIGIBLE);
            return null;
        }
        if (usedUp) {
            return null;
        }
        TrafficObserver observer = attempts.isEmpty() ? pool.runtime().observer() : null;
        return observer != null && observer.wants()
                ? Choice.seenBy(observer, this, runs, pool, applied, selector)
                : Choice.of(this, runs, pool, applied, selector);
    }

    private void enter(PoolTable pool, Pool applied) {
        if (policy == null) {
            pool.runtime().budget().request(lane, startNanos);
            session = RequestSession.of(pool, this);
        }
        policy = applied;
        account = pool.runtime();
        unavailable = null;
    }

    private void refuse(PoolTable pool, String reason) {
        unavailable = Refusal.unavailable(reason, pool.policy());
        pool.runtime().counters().noBackend(lane, reason);
        obstacle = attempts.isEmpty() ? null : NoRetryReason.NONE_ELIGIBLE;
    }

    /**
     * After its last attempt failed: takes a retry, if the policy and the budget leave it one. A yes is counted and may
     * have cost budget, so it is asked for once, and only by someone who then calls {@link #next}.
     */
    public boolean takeRetry() {
        FailureKind kind = attempts.isEmpty() ? null : attempts.last().failure();
        if (kind == null || policy == null || account == null) {
            return false;
        }
        obstacle = RetryRules.afterFailure(this, policy.retry(), account);
        if (obstacle == null) {
            account.counters().retriedAfter(lane, kind);
        }
        return obstacle == null;
    }

    /**
     * After its last attempt was answered with this status, which may be one that is better dropped for another try; else
     * as {@link #takeRetry}.
     */
    public boolean takeRetryAfter(int answered) {
        if (policy == null || account == null || !policy.retry().retries(answered)) {
            return false;
        }
        obstacle = RetryRules.afterStatus(this, policy.retry(), account);
        if (obstacle == null) {
            account.counters().retriedAfterStatus(lane);
        }
        return obstacle == null;
    }

    /** Whether count and methods let it be retried if its current attempt fails after bytes were sent. */
    public boolean repeatable() {
        return policy != null
                && replayable
                && attempts.size() < policy.retry().attempts()
                && policy.retry().methods().contains(facts.method());
    }

    /** Whether it has no body, so that it can be sent again. */
    public boolean replayable() {
        return replayable;
    }

    /** Whether the attempt before its last one failed because a connection that had been kept ended under it. */
    public boolean lostKeptConnection() {
        return attempts.lostKeptConnection();
    }

    boolean anotherIsFree() {
        PoolTable pool = runs.table().pool(poolName);
        return pool != null && (session == null || !session.isBound()) && Choice.hasFree(this, pool);
    }

    long now() {
        return runs.now();
    }

    /** The answer for the client if there is no further attempt. */
    public Refusal refusal() {
        if (unavailable != null) {
            return unavailable;
        }
        FailureKind kind = attempts.isEmpty() ? null : attempts.last().failure();
        return Refusal.after(kind == null ? FailureKind.CANCELLED : kind, policy);
    }

    /**
     * Ends the request: it is counted, remembered and logged. Only the first call has an effect.
     *
     * @param answered the status sent to the client, 499 if the client went away first
     * @param in bytes of the request's body
     * @param out bytes of the answer's body
     */
    public void finish(int answered, long in, long out, EndReason reason) {
        if (endReason != null) {
            return;
        }
        endReason = reason;
        status = answered;
        bytesIn = in;
        bytesOut = out;
        long now = runs.now();
        durationNanos = Math.max(0, now - startNanos);
        if (!attempts.isEmpty()) {
            attempts.last().abandon();
            attempts.last().backend().counters().transferred(lane, in, out);
            attempts.blame(likeness());
        }
        if (account != null) {
            account.counters().finished(lane, answered, reason, durationNanos);
        }
        countForRoute(answered);
        runs.finished(this, RecentRequest.of(this, reason, now, obstacle));
    }

    /** Requests with the same method and path are assumed to be alike. Never returns {@code UNKNOWN_KEY}. */
    private long likeness() {
        return (long) facts.method().hashCode() << 32 | facts.path().hashCode() & 0xffff_ffffL | 1;
    }

    /**
     * Ends a request that was answered before it came to a pool. It is only logged: such requests must not displace
     * remembered ones.
     *
     * @param reason why it was refused; empty if it was served
     */
    public void answeredHere(int answered, long out, String reason) {
        endReason = reason.isEmpty() ? EndReason.COMPLETED : EndReason.REFUSED;
        refusedFor = reason;
        status = answered;
        bytesOut = out;
        durationNanos = Math.max(0, runs.now() - startNanos);
        countForRoute(answered);
        runs.answered(this);
    }

    private void countForRoute(int answered) {
        if (route != null) {
            route.counters().answered(lane, answered);
        }
    }

    public RequestFacts facts() {
        return facts;
    }

    /** The number of its IO thread. */
    public int lane() {
        return lane;
    }

    /** The pool that it was routed to; empty if it was not routed. */
    public String pool() {
        return policy == null ? "" : policy.name();
    }

    Attempts tries() {
        return attempts;
    }

    /** In order, unmodifiable. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** The status sent to the client; 0 before that. */
    public int status() {
        return status;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public long startNanos() {
        return startNanos;
    }

    /** -1 before the end. */
    public long durationNanos() {
        return durationNanos;
    }

    /** Before {@link #finish}: why it is refused after it was routed. */
    public void refusedFor(String reason) {
        refusedFor = reason;
    }

    /** Why it was refused, as in the metrics; empty if it was not. */
    public String refusedFor() {
        return refusedFor;
    }

    /** Null before the end. */
    public @Nullable EndReason endReason() {
        return endReason;
    }

    @Override
    public boolean tried(Endpoint endpoint) {
        return !attempts.isEmpty() && endpoint instanceof TableEndpoint asked && attempts.tried(asked.backend());
    }

    @Override
    public String method() {
        return facts.method();
    }

    /** Built once, for strategies that read it. */
    @Override
    public String path() {
        String whole = target;
        if (whole == null) {
            String query = facts.query();
            whole = query.isEmpty() ? facts.path() : facts.path() + "?" + query;
            target = whole;
        }
        return whole;
    }

    @Override
    public String host() {
        return facts.host();
    }

    @Override
    public @Nullable String header(String name) {
        return facts.header(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        return facts.cookie(name);
    }

    @Override
    public String clientAddress() {
        return facts.clientAddress();
    }
}
