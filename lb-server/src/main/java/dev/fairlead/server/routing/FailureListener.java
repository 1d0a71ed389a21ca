package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;

/**
 * Is told of failures that say something about a backend's health; what a client or our own lack of something caused is
 * not told. On the IO thread of the request: it must not block.
 */
public interface FailureListener {

    FailureListener NONE = (backend, kind, detail) -> {};

    /** At once, whether or not the request is served elsewhere; {@link FailureKind#evidence} says how much it means. */
    void witnessed(RunningBackend backend, FailureKind kind, String detail);

    /** A fault was added to {@link RunningBackend#recentFailures}: the request was not what failed. */
    default void counted(RunningBackend backend) {}
}
