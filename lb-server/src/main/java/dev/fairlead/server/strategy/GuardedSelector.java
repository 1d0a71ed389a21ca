package dev.fairlead.server.strategy;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A selector and the endpoints that it was built for. It never throws, and returns only one of those endpoints.
 */
public final class GuardedSelector {
    private final StrategyGuard guard;
    private final EndpointPool endpoints;
    private final @Nullable Selector selector;
    private final @Nullable PluginThread thread;
    private final boolean learns;
    private final String cause;
    private final AtomicInteger cursor = new AtomicInteger();

    /** @param thread of the plug-in, for what is asked apart from requests */
    GuardedSelector(StrategyGuard guard, EndpointPool endpoints, Selector selector, PluginThread thread) {
        this(guard, endpoints, selector, thread, "");
    }

    private GuardedSelector(
            StrategyGuard guard,
            EndpointPool endpoints,
            @Nullable Selector selector,
            @Nullable PluginThread thread,
            String cause) {
        this.guard = guard;
        this.endpoints = endpoints;
        this.selector = selector;
        this.thread = thread;
        this.learns = selector != null && learns(selector);
        this.cause = cause;
    }

    /**
     * One that leaves every choice to rotation.
     *
     * @param cause why it does, as a sentence
     */
    static GuardedSelector rotation(StrategyGuard guard, EndpointPool endpoints, String cause) {
        return new GuardedSelector(guard, endpoints, null, null, cause);
    }

    /**
     * The strategy's own answer; null if it has none that can be used. Only an endpoint that came from here is one to
     * tell an outcome of.
     *
     * @param lane the number of the IO thread that asks, which is the calling one
     */
    @SuppressWarnings("CatchingUnchecked")
    public @Nullable Endpoint ask(RequestView request, int lane) {
        if (selector == null) {
            return null;
        }
        boolean trial = guard.state() != StrategyGuard.State.ASKED;
        if (trial && !guard.admitsTrial()) {
            return null;
        }
        Turnstile turnstile = guard.turnstile(lane);
        long turn = turnstile.enter();
        try {
            Endpoint answer = selector.select(request);
            if (isMember(answer)) {
                if (trial) {
                    guard.succeededOnTrial();
                }
                return answer;
            }
            guard.failed(answer == null ? "answered null" : "answered with an endpoint of another table");
        } catch (Throwable thrown) { // foreign code: a StackOverflowError must not cost the request either
            guard.failed("threw " + thrown + " in select");
        } finally {
            leave(turnstile, turn, "for a choice");
        }
        return null;
    }

    private void leave(Turnstile turnstile, long turn, String what) {
        long nanos = turnstile.leave(turn);
        if (nanos >= 0) {
            guard.took(nanos, what);
        }
    }

    /** The endpoint after the last one of this method, or after that the first that was not tried. */
    public Endpoint rotate(RequestView request) {
        int size = endpoints.size();
        int start = Math.floorMod(cursor.getAndIncrement(), size);
        for (int i = 0; i < size; i++) {
            int index = start + i;
            Endpoint endpoint = endpoints.endpoint(index < size ? index : index - size);
            if (!request.tried(endpoint)) {
                return endpoint;
            }
        }
        return endpoints.endpoint(start);
    }

    /**
     * Not told while the strategy is left alone: it may be just this that it does not return from.
     *
     * @param endpoint one that {@link #ask} of this selector answered
     * @param lane the number of the IO thread that tells it, which is the calling one
     */
    @SuppressWarnings("CatchingUnchecked")
    public void onOutcome(Endpoint endpoint, Attempt attempt, int lane) {
        if (selector == null || !learns || guard.state() == StrategyGuard.State.TRIPPED) {
            return;
        }
        Turnstile turnstile = guard.turnstile(lane);
        long turn = turnstile.enter();
        try {
            selector.onOutcome(endpoint, attempt);
        } catch (Throwable thrown) {
            guard.failed("threw " + thrown + " in onOutcome");
        } finally {
            leave(turnstile, turn, "for an outcome");
        }
    }

    /** Most do not, and then no request pays for telling them. */
    private static boolean learns(Selector selector) {
        try {
            return selector.getClass()
                            .getMethod("onOutcome", Endpoint.class, Attempt.class)
                            .getDeclaringClass()
                    != Selector.class;
        } catch (NoSuchMethodException | LinkageError unclear) {
            return true; // it will show when it is told
        }
    }

    /**
     * What the strategy thinks of each endpoint, by index, lower is better; NaN where it does not say. It is asked on its
     * plug-in's own thread, not on the caller's. Never fails.
     */
    public CompletableFuture<double[]> scores(RequestView request) {
        Selector asked = selector;
        if (asked == null || thread == null) {
            return CompletableFuture.completedFuture(unknown());
        }
        return thread.call("it", () -> scores(asked, request)).exceptionally(failure -> {
            guard.toldNothing("told no scores: " + PluginThread.refusal(failure).sentence());
            return unknown();
        });
    }

    private double[] scores(Selector asked, RequestView request) {
        double[] scores = new double[endpoints.size()];
        Arrays.setAll(scores, index -> asked.score(endpoints.endpoint(index), request));
        return scores;
    }

    private double[] unknown() {
        double[] scores = new double[endpoints.size()];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    /** Whether the strategy itself is behind this, as opposed to the fallback alone. */
    public boolean asksStrategy() {
        return selector != null;
    }

    /** Why rotation serves at present instead of the strategy, as a sentence; empty while the strategy is asked. */
    public String fallbackCause() {
        return selector == null ? cause : guard.tripCause();
    }

    /** How the strategy behind this fares, over all its selectors. */
    public StrategyGuard.State state() {
        return guard.state();
    }

    /** Failed calls of the strategy behind this, over all its selectors. */
    public long errors() {
        return guard.errors();
    }

    private boolean isMember(@Nullable Endpoint answer) {
        if (answer == null) {
            return false;
        }
        int index = answer.index();
        return index >= 0 && index < endpoints.size() && endpoints.endpoint(index) == answer;
    }
}
