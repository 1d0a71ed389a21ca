package dev.fairlead.spi;

/**
 * Picks the endpoint for a request, from one fixed set of endpoints.
 *
 * <p><b>Threads.</b> All IO threads call all methods concurrently. Everything the strategy wrote before it returned
 * this selector is visible to them. No method may block, take a lock that another thread can hold while it works,
 * allocate, or throw. If a selector throws, or returns an endpoint of another set, no request is lost: the host chooses
 * by itself, and after repeated failures it stops calling the selector for a while.
 */
public interface Selector {

    /**
     * Chooses one endpoint of the pool that this selector was built for, never null.
     *
     * <p>It should prefer an endpoint for which {@link RequestView#tried} is false. If all were tried, any is right.
     * The host checks the answer: if it was tried and another one is free, the host asks once more and then takes the
     * next one itself. So a reasonable effort is enough; do not search forever.
     *
     * <p>An answer may not be used: the host asks again for a retry, for a backend in slow start, or to explain a
     * choice. Never rely on an outcome for each answer; {@link Endpoint#inFlight()} has the requests in flight.
     */
    Endpoint select(RequestView request);

    /**
     * Reports how an attempt went, exactly once for each attempt that was started on an answer of <em>this</em>
     * selector, even if newer selectors exist or the strategy has been closed. So {@link Endpoint#index()} is valid in
     * arrays that this selector made for itself.
     *
     * <p>For this purpose, an attempt is over when the head of a final response has arrived, or when it is clear that
     * none will come. A long response body, or a tunnel, does not delay the call, although the attempt counts as in
     * flight until the end of the body. The method runs on the request's IO thread, just before the response is passed
     * on, and like {@link #select} it must not wait. While the host has suspended a strategy because it fails, it
     * reports nothing.
     */
    default void onOutcome(Endpoint endpoint, Attempt attempt) {}

    /**
     * This selector's rating of an endpoint for a request, to explain a choice to an operator. Lower is better, and the
     * unit is the strategy's own. {@code NaN} means that it does not compare endpoints in this way. Calling it must not
     * change any later choice.
     */
    default double score(Endpoint endpoint, RequestView request) {
        return Double.NaN;
    }

    /**
     * A hash of whatever keeps related requests on one endpoint, or 0 if the choice does not depend on the request.
     * With it, the host can send a growing share of <em>keys</em>, instead of requests, to a backend that is warming
     * up, so that no client moves back and forth.
     */
    default long affinity(RequestView request) {
        return 0;
    }
}
