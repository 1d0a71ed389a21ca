package dev.fairlead.server.state;

import dev.fairlead.server.desired.Frontend;

/** A change of what faces the clients. */
@FunctionalInterface
public interface FrontendEdit {

    Frontend of(Frontend present);

    default FrontendEdit andThen(FrontendEdit next) {
        return present -> next.of(of(present));
    }
}
