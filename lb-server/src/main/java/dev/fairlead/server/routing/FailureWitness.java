package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;

/** Is told of failures that speak against a backend's health. On the IO thread of the request: it must not block. */
public interface FailureWitness {

    FailureWitness NONE = (backend, kind, detail) -> {};

    void witnessed(RunningBackend backend, FailureKind kind, String detail);
}
