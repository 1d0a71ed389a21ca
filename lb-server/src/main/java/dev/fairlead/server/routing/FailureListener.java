package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;

/**
 * Gets the failures that say something about a backend's health; not those caused by a client or by our own lack of
 * resources. Called on the IO thread of the request, so it must not block.
 */
public interface FailureListener {

    FailureListener NONE = (backend, kind, detail) -> {};

    /** At once, whether or not the request is served elsewhere; {@link FailureKind#evidence} says how much it means. */
    void witnessed(RunningBackend backend, FailureKind kind, String detail);

    /** A fault was added to {@link RunningBackend#recentFailures}: the request was not what failed. */
    default void counted(RunningBackend backend) {}
}
