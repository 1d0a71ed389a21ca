package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.strategy.DeclaredEndpoint;

/** A backend as one table presents it to a strategy. */
final class TableEndpoint extends DeclaredEndpoint {
    private final RunningBackend backend;

    TableEndpoint(BackendView view, int index) {
        super(view.desired(), index);
        this.backend = view.running();
    }

    RunningBackend backend() {
        return backend;
    }

    @Override
    public int inFlight() {
        return backend.inFlight();
    }
}
