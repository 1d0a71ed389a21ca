package dev.fairlead.spi.testkit.trial;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.ManualClock;
import java.time.Duration;

/** Drives a strategy as the load balancer would, and checks each of its answers. */
public final class Trial {
    public static final FakeAttempt GOOD = FakeAttempt.responded(Duration.ofMillis(5));
    public static final FakeAttempt SLOW = FakeAttempt.responded(Duration.ofMillis(800));

    private final FakeContext context;
    private final ManualClock clock;
    private final Strategy strategy;

    public Trial(StrategyProvider provider, FakeContext context, ManualClock clock) {
        this.context = context.clock(clock);
        this.clock = clock;
        this.strategy = provider.create(this.context);
    }

    public FakeContext context() {
        return context;
    }

    public ManualClock clock() {
        return clock;
    }

    public Strategy strategy() {
        return strategy;
    }

    public Selector rebuild(FakePool pool) {
        return strategy.rebuild(pool);
    }

    /** One choice, which must be an endpoint of exactly this pool. */
    public static FakeEndpoint choice(Selector selector, FakePool pool, FakeRequest request) {
        Endpoint answer = selector.select(request);
        if (answer == null || answer.index() >= pool.size() || pool.endpoint(answer.index()) != answer) {
            throw new Violation("select answered " + answer + ", which is not an endpoint of the pool " + pool);
        }
        return pool.fake(answer);
    }

    /** One request from choice to end, on a clock that moves on by a millisecond; nothing else is in flight. */
    public FakeEndpoint serve(Selector selector, FakePool pool, FakeRequest request, Attempt attempt) {
        FakeEndpoint endpoint = choice(selector, pool, request);
        endpoint.begin();
        clock.advanceNanos(1_000_000);
        selector.onOutcome(endpoint, attempt);
        endpoint.end();
        return endpoint;
    }

    /** Many such requests from different clients, with one endpoint, given by id, very slow and all others normal. */
    public void serveMany(Selector selector, FakePool pool, int requests, String slowOne) {
        for (int i = 0; i < requests; i++) {
            FakeEndpoint endpoint = choice(selector, pool, FakeRequest.ofClient(i));
            clock.advanceNanos(1_000_000);
            selector.onOutcome(endpoint, endpoint.id().equals(slowOne) ? SLOW : GOOD);
        }
    }

    /** Counts how many of a number of choices, without further effects, go to each endpoint. */
    public static ChoiceCounts tally(Selector selector, FakePool pool, int choices) {
        ChoiceCounts counts = new ChoiceCounts(pool);
        for (int i = 0; i < choices; i++) {
            counts.add(choice(selector, pool, FakeRequest.ofClient(i)));
        }
        return counts;
    }
}
