package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.Map;

/** The declared part of a backend as a strategy sees it; the requests in flight depend on the subclass. */
public abstract class DeclaredEndpoint implements Endpoint {
    private final Backend declared;
    private final int index;

    protected DeclaredEndpoint(Backend declared, int index) {
        this.declared = declared;
        this.index = index;
    }

    @Override
    public final String id() {
        return declared.id();
    }

    @Override
    public final int index() {
        return index;
    }

    @Override
    public final URI url() {
        return declared.url();
    }

    @Override
    public final int weight() {
        return declared.weight();
    }

    @Override
    public final Map<String, String> tags() {
        return declared.tags();
    }

    @Override
    public final String toString() {
        return id() + " (" + url() + ", weight " + weight() + ")";
    }
}
