package dev.fairlead.server.live;

import dev.fairlead.server.desired.Frontend;

/** Applies a changed frontend: moves listeners, applies limits. Called on the control thread before publication. */
public interface FrontendListener {

    FrontendListener NONE = (before, now) -> {};

    /** @throws dev.fairlead.server.state.ChangeRefused if it cannot be done, for example because the port is in use */
    void change(Frontend before, Frontend now);
}
