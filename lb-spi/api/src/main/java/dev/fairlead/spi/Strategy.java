package dev.fairlead.spi;

import org.jspecify.annotations.Nullable;

/**
 * The long-lived part of a strategy: one for each pool, from the moment an operator chooses it until another replaces
 * it. It builds a {@link Selector} for each set of endpoints and keeps state that should outlive that set, such as a
 * cursor or the latencies of endpoints that stay.
 *
 * <p><b>Threads.</b> The host calls a strategy from one thread at a time, not always the same one; each call
 * happens-before the next. Nothing here is on the request path: these methods may allocate and may take milliseconds.
 * They must not wait for anything. A call that throws or is late (by seconds) is abandoned: an operator's change is
 * then refused, and after a rebuild forced by health the host's own rotation serves.
 */
public interface Strategy extends AutoCloseable {

    /**
     * Builds the selector for a set of endpoints. Called for every change of membership, weight or health; {@link
     * EndpointPool#generation()} grows from call to call but may skip numbers.
     *
     * <p>State about an endpoint is carried over by {@link Endpoint#id()}: an endpoint that stays keeps what was
     * learned about it, even if its index changes. An id may disappear and come back, perhaps with another url or
     * weight.
     *
     * <p>The result may be discarded without being used, because the change was a dry run or was refused; the previous
     * selector then stays in use. It stays in use for a moment in any case: requests that already hold it finish with
     * it while the new one is being used, so state shared by both must allow that.
     */
    Selector rebuild(EndpointPool pool);

    /**
     * What a successor from another class loader should know after a reload of the jar. May be called at any time
     * between rebuilds while selectors are in use, and more than once. Null if nothing is worth keeping.
     */
    default @Nullable Memento memento() {
        return null;
    }

    /**
     * Called when the strategy was replaced or its pool was removed. Its selectors may still be called for a short
     * while after this, also with outcomes, and must tolerate that. Most strategies have nothing to close.
     */
    @Override
    default void close() {}
}
