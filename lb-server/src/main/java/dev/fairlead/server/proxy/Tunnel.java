package dev.fairlead.server.proxy;

import dev.fairlead.server.routing.Attempt;
import java.io.Closeable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** A connection that speaks another protocol from now on: it counts as in flight until one of its ends is closed. */
final class Tunnel {

    private Tunnel() {}

    /**
     * Undertow moves the bytes and ends each direction by itself. When the client's side is closed altogether, nobody
     * can want the backend's any more; the other way round there may be bytes on their way to the client.
     */
    static void watch(ProxiedRequest request, Attempt attempt, StreamConnection backend) {
        backend.setCloseListener(closed -> attempt.end());
        request.connection().whenClosed(() -> IoUtils.safeClose((Closeable) backend));
    }
}
