package dev.fairlead.server.virtual;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.strategy.DeclaredEndpoint;

/** A backend with simulated load. */
public final class VirtualEndpoint extends DeclaredEndpoint {
    private final VirtualLoad load;

    VirtualEndpoint(Backend declared, int index, VirtualLoad load) {
        super(declared, index);
        this.load = load;
    }

    public VirtualLoad load() {
        return load;
    }

    @Override
    public int inFlight() {
        return load.inFlight();
    }
}
