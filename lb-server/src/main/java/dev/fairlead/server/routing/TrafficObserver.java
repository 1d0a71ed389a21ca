package dev.fairlead.server.routing;

import org.jspecify.annotations.Nullable;

/**
 * Looks on while one pool's requests are decided and carried, and has no say. It is told on the IO threads, of all of them
 * at once, so it must not wait, and it must not throw.
 */
public interface TrafficObserver {

    /** Follows one request's first attempt. */
    interface AttemptObserver {

        /** The attempt's outcome is known. On the request's IO thread. */
        void settled(Attempt attempt);

        /** The last byte is through. On whatever thread that came to pass. */
        void ended(Attempt attempt);
    }

    /** Whether it wants to see the request that is about to be decided for the first time. */
    boolean wants();

    /**
     * The first backend of a request that it wanted to see is chosen.
     *
     * @param request valid during the call only
     * @param choiceNanos what the choice took
     * @return who is told how it goes on; null for nobody
     */
    @Nullable
    AttemptObserver chosen(RequestFacts request, Attempt attempt, long choiceNanos);
}
