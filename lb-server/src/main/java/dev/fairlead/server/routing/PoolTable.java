package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Standing;
import dev.fairlead.server.routing.sticky.Standings;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One pool at one moment: its policies, every declared backend with its eligibility, and the selector. */
public final class PoolTable {
    private final Pool policy;
    private final long generation;
    private final String strategy;
    private final List<BackendView> backends;
    private final List<BackendView> inRotation;
    private final TableEndpoints endpoints;
    private final @Nullable GuardedSelector selector;
    private final PoolRuntime runtime;
    private final @Nullable PoolSessions sessions;

    /** One for all requests. */
    private final Standings standings = this::standing;

    PoolTable(
            Pool policy,
            long generation,
            String strategy,
            List<BackendView> backends,
            List<BackendView> inRotation,
            TableEndpoints endpoints,
            @Nullable GuardedSelector selector,
            PoolRuntime runtime,
            @Nullable PoolSessions sessions) {
        if (selector == null && endpoints.size() > 0) {
            throw new IllegalArgumentException("pool " + policy.name() + " has endpoints but no selector");
        }
        this.policy = policy;
        this.generation = generation;
        this.strategy = strategy;
        this.backends = backends;
        this.inRotation = inRotation;
        this.endpoints = endpoints;
        this.selector = selector;
        this.runtime = runtime;
        this.sessions = sessions;
    }

    /** @param next the sessions of these backends in this order; null if there are none */
    public PoolTable with(@Nullable PoolSessions next) {
        return next == sessions
                ? this
                : new PoolTable(policy, generation, strategy, backends, inRotation, endpoints, selector, runtime, next);
    }

    public String pool() {
        return policy.name();
    }

    public Pool policy() {
        return policy;
    }

    /** The generation of the first published table that contained this one. */
    public long generation() {
        return generation;
    }

    /** The strategy's own name. */
    public String strategy() {
        return strategy;
    }

    /** The number of backends that take new requests. */
    public int size() {
        return endpoints.size();
    }

    /** All declared backends, in order. */
    public List<BackendView> backends() {
        return backends;
    }

    /** The backends that take new requests. */
    public List<BackendView> inRotation() {
        return inRotation;
    }

    /** Null if and only if no backend is in rotation. */
    public @Nullable GuardedSelector selector() {
        return selector;
    }

    public PoolRuntime runtime() {
        return runtime;
    }

    /** Null if it has none. */
    public @Nullable PoolSessions sessions() {
        return sessions;
    }

    /** How {@link #backends} stand to sessions, by their place. */
    public Standings standings() {
        return standings;
    }

    private Standing standing(int place) {
        return backends.get(place).standing(inRotation.isEmpty());
    }

    /** How a backend stands to sessions. */
    Standing standing(RunningBackend backend) {
        for (BackendView view : backends) {
            if (view.running() == backend) {
                return view.standing(inRotation.isEmpty());
            }
        }
        return Standing.REMOVED;
    }

    /** Whether that backend serves its sessions to their end, and gets no others. */
    public boolean isLeftToSessions(RunningBackend backend) {
        return sessions != null && standing(backend) == Standing.KEEPING;
    }

    /** The endpoints for a strategy instance that serves no traffic; empty if no backend is in rotation. */
    public EndpointPool forTrial() {
        return endpoints;
    }

    /** The live strategy's scores for the backends in rotation, in order; lower is better, NaN if it has none. */
    public CompletableFuture<double[]> scores(RequestView request) {
        return selector == null ? CompletableFuture.completedFuture(new double[0]) : selector.scores(request);
    }

    TableEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public String toString() {
        return pool() + "@" + generation + " " + inRotation.size() + "/" + backends.size() + " by " + strategy;
    }
}
