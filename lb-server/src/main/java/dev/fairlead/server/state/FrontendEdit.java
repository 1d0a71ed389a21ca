package dev.fairlead.server.state;

import dev.fairlead.server.desired.Frontend;
import java.util.Set;

/** A change of what faces the clients. */
@FunctionalInterface
public interface FrontendEdit {

    Frontend of(Frontend present);

    /** Applies what a document names, and nothing else. */
    static FrontendEdit named(Frontend document, Set<String> keys) {
        Set<String> named = Set.copyOf(keys);
        return present -> Overlay.of(present, document, named);
    }

    default FrontendEdit andThen(FrontendEdit next) {
        return present -> next.of(of(present));
    }
}
