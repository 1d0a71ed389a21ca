package dev.fairlead.server.virtual;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.strategy.DeclaredEndpoint;

/** A backend as it would be. */
public final class VirtualEndpoint extends DeclaredEndpoint {
    private final Load load;

    VirtualEndpoint(Backend declared, int index, Load load) {
        super(declared, index);
        this.load = load;
    }

    public Load load() {
        return load;
    }

    @Override
    public int inFlight() {
        return load.inFlight();
    }
}
