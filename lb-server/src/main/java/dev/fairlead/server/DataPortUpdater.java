package dev.fairlead.server;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.live.FrontendListener;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.state.ChangeRefused;
import java.io.IOException;

/**
 * Moves the data port when its address changes, and applies its limits. All other frontend settings are read with each
 * request.
 */
final class DataPortUpdater implements FrontendListener {

    private final DataListener listener;

    DataPortUpdater(DataListener listener) {
        this.listener = listener;
    }

    @Override
    public void change(Frontend before, Frontend now) {
        listener.limits(now.limits());
        // The first desired state is applied before the port opens; the start opens it later.
        if (listener.address() == null || before.listen().equals(now.listen())) {
            return;
        }
        try {
            listener.open(now);
        } catch (IOException e) {
            throw new ChangeRefused(
                    ChangeRefused.Kind.PRECONDITION,
                    "listen",
                    "cannot listen on " + now.listen() + ": " + e.getMessage(),
                    e);
        }
    }
}
