package dev.fairlead.spi;

/**
 * Answers which endpoint a request goes to, for one fixed set of endpoints.
 *
 * <p><b>Threads.</b> All IO threads call all methods at once. Everything the strategy wrote before it returned this
 * selector is visible to them. No method may block, take a lock that another thread can hold while it works, allocate,
 * or throw. A selector that throws, or answers with an endpoint of another set, costs no request: the host
 * chooses by itself, and after repeated failures stops asking for a while.
 */
public interface Selector {

    /**
     * Chooses one endpoint of the pool that this selector was built for, never null.
     *
     * <p>It should prefer one for which {@link RequestView#tried} is false. If all were tried, any is right. The host
     * checks this answer: if it was tried and another is free, it asks once more and then takes the next one itself.
     * So it is enough to make a fair effort, and wrong to search forever.
     *
     * <p>An answer may stay unused: the host asks again for a retry, for a backend in its slow start, or to explain a
     * choice. Never count on an outcome for each answer; what is in flight is on {@link Endpoint#inFlight()}.
     */
    Endpoint select(RequestView request);

    /**
     * Tells how an attempt went, exactly once for each attempt that was started on an answer of <em>this</em>
     * selector, even if newer selectors exist or the strategy is closed by then. So {@link Endpoint#index()} is valid
     * in arrays that this selector made for itself.
     *
     * <p>An attempt is over, for this purpose, when the head of a final response is there, or when it is clear that
     * none will come. A long response body, or a tunnel, does not delay it; until the very end of the body the attempt
     * counts as in flight. It runs on the IO thread of the request, just before the response is passed on, and
     * must not wait, like {@link #select}. While the host leaves a strategy alone because it fails, it tells nothing.
     */
    default void onOutcome(Endpoint endpoint, Attempt attempt) {}

    /**
     * What this selector thinks of an endpoint for a request, to explain a choice to an operator: lower is better, and
     * the unit is the strategy's own. {@code NaN} means that it does not compare endpoints that way. It has no effect:
     * calling it changes no later choice.
     */
    default double score(Endpoint endpoint, RequestView request) {
        return Double.NaN;
    }

    /**
     * A hash of whatever keeps requests of one kind on one endpoint, or 0 if the choice does not depend on the
     * request. With it the host can send a growing share of <em>keys</em>, instead of requests, to a backend that is
     * warming up, so that no client is thrown to and fro.
     */
    default long affinity(RequestView request) {
        return 0;
    }
}
