package dev.fairlead.server.routing;

import org.jspecify.annotations.Nullable;

/**
 * Observes one pool's requests without influencing them. All IO threads call it concurrently, so it must not wait, and
 * it must not throw.
 */
public interface TrafficObserver {

    /** Follows one request's first attempt. */
    interface AttemptObserver {

        /** The attempt's outcome is known. On the request's IO thread. */
        void settled(Attempt attempt);

        /** The last byte has passed. On any thread. */
        void ended(Attempt attempt);
    }

    /** Whether it wants to see the request whose first choice is about to be made. */
    boolean wants();

    /**
     * The first backend was chosen for a request that it wanted to see.
     *
     * @param request valid during the call only
     * @param choiceNanos the duration of the choice
     * @return what gets the following events; null for none
     */
    @Nullable
    AttemptObserver chosen(RequestFacts request, Attempt attempt, long choiceNanos);
}
