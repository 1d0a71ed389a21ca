package dev.fairlead.server.state;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.route.Route;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One edit of the desired state. If the state is already as requested, that is neither an error nor a change. */
public sealed interface Change {

    /** @throws ChangeRefused if it cannot be applied to this state */
    DesiredState applyTo(DesiredState state);

    /** Describes the edit in the imperative, for the history. */
    String sentence();

    /** The pools that it may change if it is made of this state. Most are about one, whatever the state is. */
    Set<String> pools(DesiredState present);

    record AddPool(Pool pool) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Pool present = state.pools().get(pool.name());
            if (present != null && !present.equals(pool)) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.CONFLICT,
                        "pools." + pool.name(),
                        "pool \"" + pool.name() + "\" already exists with other settings; change it instead");
            }
            return state.withPool(pool);
        }

        @Override
        public String sentence() {
            return "add pool " + pool.name();
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool.name());
        }
    }

    record RemovePool(String pool) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Lookup.pool(state, pool);
            if (pool.equals(DesiredState.DEFAULT_POOL)) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.PRECONDITION,
                        "pools." + pool,
                        "pool \"" + pool + "\" serves requests when there are no routes and cannot be removed");
            }
            List<String> routes = state.frontend().routes().stream()
                    .filter(route -> route.pools().anyMatch(pool::equals))
                    .map(Route::name)
                    .toList();
            if (!routes.isEmpty()) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.PRECONDITION,
                        "pools." + pool,
                        "pool \"" + pool + "\" is used by " + (routes.size() == 1 ? "route " : "routes ")
                                + String.join(", ", routes) + " and cannot be removed");
            }
            return state.withoutPool(pool);
        }

        @Override
        public String sentence() {
            return "remove pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    /** One or more policies of a pool: everything except its name and its backends. */
    record EditPool(String pool, String what, PoolEdit edit) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Pool present = Lookup.pool(state, pool);
            Pool edited = edit.of(present);
            if (!edited.name().equals(pool) || !edited.backends().equals(present.backends())) {
                throw new IllegalArgumentException("an edit of pool " + pool + " changed more than its policies");
            }
            return state.withPool(edited);
        }

        @Override
        public String sentence() {
            return "set " + what + " of pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    record AddBackend(String pool, Backend backend) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Pool present = Lookup.pool(state, pool);
            Backend same = present.backend(backend.id()).orElse(backend);
            if (!same.equals(backend)) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.CONFLICT,
                        "pools." + pool + ".backends." + backend.id(),
                        "backend \"" + backend.id() + "\" of pool \"" + pool
                                + "\" already exists with other settings: it is at " + same.url() + " with weight "
                                + same.weight());
            }
            return state.withPool(present.withBackend(backend));
        }

        @Override
        public String sentence() {
            return "add backend " + backend.id() + " at " + backend.url() + " to pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    /**
     * Settings of an existing backend, everything except its id. They are applied to its state at the time of the
     * change, so that two callers who set different ones do not undo each other's changes.
     */
    record EditBackend(String pool, String backend, String what, BackendEdit edit) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Backend edited = edit.of(Lookup.backend(state, pool, backend));
            if (!edited.id().equals(backend)) {
                throw new IllegalArgumentException("an edit of backend " + backend + " changed its id");
            }
            return state.withPool(Lookup.pool(state, pool).withBackend(edited));
        }

        @Override
        public String sentence() {
            return "set " + what + " of backend " + backend + " of pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    record SetWeight(String pool, String backend, int weight) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Backend present = Lookup.backend(state, pool, backend);
            return state.withPool(Lookup.pool(state, pool).withBackend(present.withWeight(weight)));
        }

        @Override
        public String sentence() {
            return "set weight " + weight + " of backend " + backend + " of pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    record SetAdminState(String pool, String backend, AdminState admin) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Backend present = Lookup.backend(state, pool, backend);
            return state.withPool(Lookup.pool(state, pool).withBackend(present.withAdminState(admin)));
        }

        @Override
        public String sentence() {
            String verb = switch (admin) {
                case READY -> "make ready";
                case DRAIN -> "drain";
                case MAINT -> "start maintenance of";
            };
            return verb + " backend " + backend + " of pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    record RemoveBackend(String pool, String backend) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Lookup.backend(state, pool, backend);
            return state.withPool(Lookup.pool(state, pool).withoutBackend(backend));
        }

        @Override
        public String sentence() {
            return "remove backend " + backend + " of pool " + pool;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of(pool);
        }
    }

    /** Settings of what faces the clients, any number of them at once. */
    record EditFrontend(String what, FrontendEdit edit) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            return state.withFrontend(edit.of(state.frontend()));
        }

        @Override
        public String sentence() {
            return "set " + what;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of();
        }
    }

    /** The routes, or their order. */
    record EditRoutes(String sentence, UnaryOperator<List<Route>> edit) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            Frontend frontend = state.frontend();
            return state.withFrontend(frontend.withRoutes(edit.apply(frontend.routes())));
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return Set.of();
        }
    }

    /**
     * Applies what a document names, and nothing else.
     *
     * @param keys as paths in a file: {@code pools.web.timeouts.idle}; a block ends in a dot
     */
    record ApplyNamed(DesiredState document, Set<String> keys, String source) implements Change {
        public ApplyNamed {
            keys = Set.copyOf(keys);
        }

        @Override
        public DesiredState applyTo(DesiredState state) {
            return Overlay.of(state, document, keys);
        }

        @Override
        public String sentence() {
            return "apply " + source;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return ChangedPools.between(present, applyTo(present));
        }
    }

    /** Applies the whole document: what it does not name gets its default. */
    record ReplaceAll(DesiredState desired, String source) implements Change {
        @Override
        public DesiredState applyTo(DesiredState state) {
            return desired;
        }

        @Override
        public String sentence() {
            return "replace everything with " + source;
        }

        @Override
        public Set<String> pools(DesiredState present) {
            return ChangedPools.between(present, desired);
        }
    }
}
