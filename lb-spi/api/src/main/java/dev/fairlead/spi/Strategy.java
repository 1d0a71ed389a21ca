package dev.fairlead.spi;

import org.jspecify.annotations.Nullable;

/**
 * The part of a strategy that lasts: one for each pool, from the moment an operator chooses it until another replaces
 * it. It turns each set of endpoints into a {@link Selector} and keeps what should outlive that set, such as a cursor
 * or the latencies of endpoints that stay.
 *
 * <p><b>Threads.</b> The host calls a strategy from one thread at a time, not always the same one; each call
 * happens-before the next. Nothing here is on the path of a request: these methods may allocate and may take
 * milliseconds. They must not wait for anything. A call that is late (seconds) or throws is given up: an operator's
 * change is then refused, and a rebuild that health forced is served by the host's own rotation.
 */
public interface Strategy extends AutoCloseable {

    /**
     * Builds the selector for a set of endpoints. It is called for every change of membership, weight or
     * health; {@link EndpointPool#generation()} grows from call to call but may skip numbers.
     *
     * <p>State that belongs to an endpoint is carried over by {@link Endpoint#id()}: an endpoint that stays keeps what
     * was learned about it, whatever its index is now. An id may come back after it was gone, and it may come back
     * with another url or weight.
     *
     * <p>The result may be thrown away without ever being asked, because the change was a dry run or was refused;
     * the selector before it then stays in use. It does so for a moment in any case: requests that already hold it
     * finish with it while the new one is asked, so state that both reach must be safe for that.
     */
    Selector rebuild(EndpointPool pool);

    /**
     * What a successor created from another class loader, after a reload of the jar, should know. It may be asked for
     * at any time between rebuilds while selectors work, and more than once; null if nothing is worth keeping.
     */
    default @Nullable Memento memento() {
        return null;
    }

    /**
     * The strategy was replaced, or its pool was removed. Selectors built by it may still be asked and told outcomes
     * for a short while after this; they must stay harmless. Most strategies hold nothing that needs closing.
     */
    @Override
    default void close() {}
}
