package dev.fairlead.server.backend;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.upstream.BackendConnections;
import dev.fairlead.server.upstream.UpstreamResources;
import dev.fairlead.server.upstream.address.Destination;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The running backends. A backend that stays declared across a change stays the same object, with its connections and
 * counters. Used only on the control thread.
 */
@Singleton
public final class RunningBackends {
    private final UpstreamResources upstreams;
    private final Map<Identity, RunningBackend> running = new HashMap<>();

    /**
     * What makes a declared backend the same as before. With other trusted CAs, its connections would not be the same.
     */
    private record Identity(
            String pool, String id, URI url, @Nullable UpstreamTls tls) {}

    @Inject
    public RunningBackends(UpstreamResources upstreams) {
        this.upstreams = upstreams;
    }

    /** The running backend for this declaration, or a new one. */
    public RunningBackend of(Pool pool, Backend backend) {
        UpstreamTls tls = backend.https() ? pool.tls() : null;
        return running.computeIfAbsent(new Identity(pool.name(), backend.id(), backend.url(), tls), identity -> {
            Destination destination = new Destination(backend.host(), backend.port(), tls);
            BackendConnections connections = new BackendConnections(upstreams, destination, pool.connections());
            return new RunningBackend(pool.name(), backend.id(), backend.url(), connections, upstreams.lanes());
        });
    }

    /** These get nothing new, their idle connections close now and the busy ones after their request. */
    public void retire(Collection<RunningBackend> gone) {
        if (gone.isEmpty()) {
            return;
        }
        Set<RunningBackend> over = Set.copyOf(gone);
        running.values().removeIf(over::contains);
        over.forEach(RunningBackend::retire);
    }

    /** The number of IO threads. */
    public int lanes() {
        return upstreams.lanes();
    }
}
