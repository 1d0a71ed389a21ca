package dev.fairlead.server.routing;

import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.EndpointPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool's next table before it has a selector; decides which backends are in rotation. */
public final class PoolTableDraft {
    private final Pool policy;
    private final List<BackendView> backends;
    private final List<BackendView> inRotation;
    private final TableEndpoints endpoints;
    private final long generation;

    public PoolTableDraft(Pool policy, List<BackendView> declared, long generation) {
        this.policy = policy;
        this.generation = generation;
        boolean anyReady = declared.stream().anyMatch(view -> view.eligibility().isReady());
        List<BackendView> all = new ArrayList<>(declared.size());
        List<BackendView> taken = new ArrayList<>(declared.size());
        for (BackendView view : declared) {
            // A suspicion may be wrong, and if the fault is ours it hits all backends at once: so the last ones stay.
            // And if one change replaces every backend, the new ones serve before their first probe.
            boolean in = view.eligibility().isReady()
                    || (!anyReady && view.eligibility().isLastResort());
            BackendView decided = view.inRotation() == in ? view : view.inRotation(in);
            all.add(decided);
            if (in) {
                taken.add(decided);
            }
        }
        this.backends = List.copyOf(all);
        this.inRotation = List.copyOf(taken);
        this.endpoints = new TableEndpoints(inRotation, generation);
    }

    /** The endpoints for the strategy's selector; if empty, the strategy must not be called. */
    public EndpointPool endpoints() {
        return endpoints;
    }

    public boolean isEmpty() {
        return inRotation.isEmpty();
    }

    public Pool policy() {
        return policy;
    }

    /** Whether the endpoints look the same to a strategy, so that the previous table's selector can stay. */
    public boolean sameEndpointsAs(PoolTable former) {
        return BackendView.sameEndpoints(former.inRotation(), inRotation);
    }

    /** @param selector built from {@link #endpoints}; null if there are none */
    public PoolTable with(@Nullable GuardedSelector selector, String strategy, PoolRuntime runtime) {
        return new PoolTable(policy, generation, strategy, backends, inRotation, endpoints, selector, runtime, null);
    }

    /** Reuses endpoints and selector of a table with the same endpoints. */
    public PoolTable reusing(PoolTable former) {
        return new PoolTable(
                policy,
                generation,
                former.strategy(),
                backends,
                inRotation,
                former.endpoints(),
                former.selector(),
                former.runtime(),
                former.sessions());
    }
}
