package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;

/** A change of a backend's settings. */
@FunctionalInterface
public interface BackendEdit {

    Backend of(Backend present);
}
