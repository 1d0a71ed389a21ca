package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one request: where it goes, whether it goes again, and what is told of it in the end. It is routed once
 * and reads the table once for each attempt, so a retry sees the present. It stays on one IO thread and is not shared.
 */
public final class RequestRun implements RequestView {
    private static final int LONGEST_REMEMBERED = 1_024;

    private final Runs runs;
    private final RequestFacts facts;
    private final int lane;
    private final boolean replayable;
    private final long startNanos;
    private final List<Attempt> attempts = new ArrayList<>(1);

    /** The pool that the request was routed to, as its last attempt saw it; null before the first. */
    private @Nullable Pool policy;

    private @Nullable PoolAccount account;
    private @Nullable Refusal unavailable;

    /** Why it did not go again after its last attempt; null if that was not asked, or it may. */
    private @Nullable NoRetry obstacle;

    private @Nullable String target;
    private @Nullable EndReason endReason;
    private String refusedFor = "";
    private int status;
    private long bytesIn;
    private long bytesOut;
    private long durationNanos = -1;

    RequestRun(Runs runs, RequestFacts facts, int lane, boolean replayable) {
        this.runs = runs;
        this.facts = facts;
        this.lane = lane;
        this.replayable = replayable;
        this.startNanos = runs.now();
    }

    /**
     * Chooses a backend in the table as it is now. An attempt before it that nobody settled is abandoned: it takes part
     * in nothing any more.
     *
     * @return null if none can be had; {@link #refusal} says why
     */
    public @Nullable Attempt next() {
        if (!attempts.isEmpty()) {
            last().abandon();
        }
        RoutingTable table = runs.table();
        PoolTable pool = policy == null ? table.route(facts.host(), facts.path()) : table.pool(policy.name());
        if (pool == null) {
            unavailable = Refusal.unavailable(Refusal.NO_POOL, 0);
            return null;
        }
        enter(pool);
        GuardedSelector selector = pool.selector();
        if (selector == null) {
            refuse(pool);
            return null;
        }
        if (attempts.size() >= pool.policy().retry().attempts()) {
            return null;
        }
        Onlooker onlooker = attempts.isEmpty() ? pool.account().onlooker() : null;
        Attempt attempt = onlooker != null && onlooker.wants()
                ? chooseSeen(pool, selector, onlooker)
                : attempt(pool, selector, choose(pool, selector));
        if (!attempts.isEmpty()) {
            attempt.backend().counters().retried(lane);
            attempt.follows(last());
        }
        attempts.add(attempt);
        return attempt;
    }

    private void enter(PoolTable pool) {
        if (policy == null) {
            pool.account().budget().request(lane, startNanos);
        }
        policy = pool.policy();
        account = pool.account();
        unavailable = null;
    }

    private void refuse(PoolTable pool) {
        String reason = pool.backends().isEmpty() ? Refusal.NO_BACKENDS : Refusal.NONE_ELIGIBLE;
        unavailable = Refusal.unavailable(reason, retryAfterSeconds(pool.policy()));
        pool.account().counters().noBackend(lane, reason);
        obstacle = attempts.isEmpty() ? null : NoRetry.NONE_ELIGIBLE;
    }

    private Attempt chooseSeen(PoolTable pool, GuardedSelector selector, Onlooker onlooker) {
        long before = runs.now();
        Endpoint answer = choose(pool, selector);
        long nanos = runs.now() - before;
        Attempt attempt = attempt(pool, selector, answer);
        attempt.followedBy(onlooker.chosen(facts, attempt, nanos));
        return attempt;
    }

    /**
     * The strategy may not care that a backend was tried, so the host looks after that: it asks again, then chooses.
     *
     * @return null if the host is to choose
     */
    private @Nullable Endpoint choose(PoolTable pool, GuardedSelector selector) {
        Endpoint answer = selector.ask(this, lane);
        if (answer != null && tried(answer) && hasFree(pool)) {
            answer = selector.ask(this, lane);
            if (answer != null && tried(answer)) {
                return null;
            }
        }
        return answer;
    }

    private Attempt attempt(PoolTable pool, GuardedSelector selector, @Nullable Endpoint answer) {
        TableEndpoints endpoints = pool.endpoints();
        return answer == null
                ? new Attempt(
                        runs,
                        lane,
                        pool,
                        endpoints.endpoint(selector.rotate(this).index()),
                        null)
                : new Attempt(runs, lane, pool, endpoints.endpoint(answer.index()), selector);
    }

    private boolean hasFree(PoolTable pool) {
        TableEndpoints endpoints = pool.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            if (!tried(endpoints.endpoint(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the request may go again after its last attempt failed. A yes counts as a retry and may cost budget, so it
     * is asked once for each failure, and only by someone who then calls {@link #next}.
     */
    public boolean mayRetry() {
        FailureKind kind = attempts.isEmpty() ? null : last().failure();
        if (kind == null || policy == null || account == null) {
            return false;
        }
        obstacle = obstacle(policy.retry(), last());
        if (obstacle == null) {
            account.counters().retriedAfter(lane, kind);
        }
        return obstacle == null;
    }

    private @Nullable NoRetry obstacle(RetryPolicy retry, Attempt failed) {
        if (attempts.size() >= retry.attempts()) {
            return NoRetry.ATTEMPTS_USED_UP;
        }
        if (RetryRules.isFree(failed)) {
            return null;
        }
        if (RetryRules.waitedBefore(attempts)) {
            return NoRetry.TIMED_OUT_BEFORE;
        }
        return RetryRules.isCondition(retry, failed) ? unrepeatable(retry) : NoRetry.FAILURE_NOT_LISTED;
    }

    /** Whether it could go again if its present attempt failed with its bytes out, as far as the policy's count and methods go. */
    public boolean repeatable() {
        return policy != null
                && replayable
                && attempts.size() < policy.retry().attempts()
                && policy.retry().methods().contains(facts.method());
    }

    /** Whether an answer of this status should rather be dropped and the request go again; see {@link #mayRetry}. */
    public boolean retriableStatus(int answered) {
        if (policy == null || account == null) {
            return false;
        }
        RetryPolicy retry = policy.retry();
        if (!retry.statuses().contains(answered)) {
            return false;
        }
        obstacle = obstacleAfterStatus(retry);
        if (obstacle == null) {
            account.counters().retriedAfterStatus(lane);
        }
        return obstacle == null;
    }

    private @Nullable NoRetry obstacleAfterStatus(RetryPolicy retry) {
        if (attempts.size() >= retry.attempts()) {
            return NoRetry.ATTEMPTS_USED_UP;
        }
        if (RetryRules.waitedBefore(attempts)) {
            return NoRetry.TIMED_OUT_BEFORE;
        }
        return anotherIsFree() ? unrepeatable(retry) : NoRetry.NO_OTHER_BACKEND;
    }

    /** What keeps it from being sent once more where a backend may have begun with it. Takes from the budget if nothing does. */
    private @Nullable NoRetry unrepeatable(RetryPolicy retry) {
        if (!retry.methods().contains(facts.method())) {
            return NoRetry.METHOD_NOT_LISTED;
        }
        if (!replayable) {
            return NoRetry.BODY_NOT_KEPT;
        }
        return withdraw(retry) ? null : NoRetry.BUDGET_SPENT;
    }

    private boolean withdraw(RetryPolicy retry) {
        if (account == null) {
            return false;
        }
        boolean granted = account.budget().withdraw(retry, runs.now());
        if (!granted) {
            account.counters().budgetSpent(lane);
        }
        return granted;
    }

    /** An answer, even a bad one, is worth more than the same backend asked again. */
    private boolean anotherIsFree() {
        PoolTable pool = policy == null ? null : runs.table().pool(policy.name());
        return pool != null && hasFree(pool);
    }

    /** What the client gets if there is no further attempt. */
    public Refusal refusal() {
        if (unavailable != null) {
            return unavailable;
        }
        FailureKind kind = attempts.isEmpty() ? null : last().failure();
        int retryAfter = policy == null ? 0 : retryAfterSeconds(policy);
        return Refusal.after(kind == null ? FailureKind.CANCELLED : kind, retryAfter);
    }

    /** When the next probes may have found something. */
    private static int retryAfterSeconds(Pool pool) {
        return (int) Math.max(1, Math.min(30, pool.health().downInterval().toSeconds()));
    }

    /**
     * The request is over: counted, remembered and logged. The first call counts.
     *
     * @param answered the status that the client got, 499 if it was gone before
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
            last().abandon();
            last().backend().counters().transferred(lane, in, out);
            blame();
        }
        if (account != null) {
            account.counters().finished(lane, answered, reason, durationNanos);
        }
        runs.finished(this, remembered(reason, now));
    }

    /**
     * What failed at one backend counts against it. What failed wherever it was tried, and was answered nowhere, is the
     * request's own fault and counts against nobody.
     */
    private void blame() {
        Attempt accused = null;
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt.isOpen()) {
                if (accused != null) {
                    return;
                }
                accused = attempt;
            }
        }
        if (accused != null) {
            accused.blame(key());
        }
    }

    /** Requests of one method for one path are taken to be alike; never the key of nothing. */
    private long key() {
        return (long) facts.method().hashCode() << 32 | facts.path().hashCode() & 0xffff_ffffL | 1;
    }

    /**
     * The request was answered before it was routed, and is over: logged and nothing else, for it is no pool's business,
     * and strangers must not push out of memory what can be explained.
     *
     * @param reason why it was refused; empty if it got what it asked for
     */
    public void answeredHere(int answered, long out, String reason) {
        endReason = reason.isEmpty() ? EndReason.COMPLETED : EndReason.REFUSED;
        refusedFor = reason;
        status = answered;
        bytesOut = out;
        durationNanos = Math.max(0, runs.now() - startNanos);
        runs.answered(this);
    }

    private RecentRequest remembered(EndReason reason, long now) {
        RecentAttempt[] tries = new RecentAttempt[attempts.size()];
        for (int i = 0; i < tries.length; i++) {
            tries[i] = RecentAttempt.of(attempts.get(i));
        }
        return new RecentRequest(
                facts.id(),
                facts.method(),
                shortened(facts.path()),
                shortened(facts.host()),
                facts.clientAddress(),
                pool(),
                status,
                reason,
                durationNanos,
                now,
                List.of(tries),
                obstacle);
    }

    /** Thousands of requests are remembered, and none of them may take up what a head may be long. */
    private static String shortened(String text) {
        return text.length() <= LONGEST_REMEMBERED ? text : text.substring(0, LONGEST_REMEMBERED) + "…";
    }

    private Attempt last() {
        return attempts.get(attempts.size() - 1);
    }

    public RequestFacts facts() {
        return facts;
    }

    /** The number of the IO thread that it is on. */
    public int lane() {
        return lane;
    }

    /** The pool that it was routed to; empty if it never came to that. */
    public String pool() {
        return policy == null ? "" : policy.name();
    }

    /** In their order, unmodifiable. */
    public List<Attempt> attempts() {
        return Collections.unmodifiableList(attempts);
    }

    /** The status that the client got; 0 while it has none. */
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

    /** -1 while it lasts. */
    public long durationNanos() {
        return durationNanos;
    }

    /** Before {@link #finish}: why it is turned away although it was on its way. */
    public void refusedFor(String reason) {
        refusedFor = reason;
    }

    /** Why it was turned away, as the metrics have it; empty if it was not. */
    public String refusedFor() {
        return refusedFor;
    }

    /** Null while it lasts. */
    public @Nullable EndReason endReason() {
        return endReason;
    }

    @Override
    public boolean tried(Endpoint endpoint) {
        if (attempts.isEmpty() || !(endpoint instanceof TableEndpoint asked)) {
            return false;
        }
        RunningBackend backend = asked.backend();
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).backend() == backend) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String method() {
        return facts.method();
    }

    /** Put together once, for those strategies that look at it. */
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
