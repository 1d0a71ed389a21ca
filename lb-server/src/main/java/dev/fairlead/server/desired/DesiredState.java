package dev.fairlead.server.desired;

import dev.fairlead.server.desired.route.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything operators have asked for, in one document. */
public record DesiredState(Frontend frontend, Map<String, Pool> pools) {

    /** The pool for every request that no route sends elsewhere. */
    public static final String DEFAULT_POOL = "default";

    public DesiredState {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        Checks checks = new Checks();
        pools.forEach((key, pool) -> checks.that(
                key.equals(pool.name()),
                "pools." + key,
                "holds a pool named \"" + pool.name() + "\", expected its own name"));
        checks.done();
    }

    /**
     * The same, if its routes lead to pools that it has. Parts of a state, such as a file of a few lines, need not.
     *
     * @throws InvalidSettings if they do not
     */
    public DesiredState checked() {
        Checks checks = new Checks();
        for (Route route : frontend.routes()) {
            route.pools()
                    .filter(pool -> !pools.containsKey(pool))
                    .forEach(pool -> checks.that(
                            false,
                            "routes",
                            "route \"" + route.name() + "\" leads to pool \"" + pool + "\", which does not exist"
                                    + NearestName.hint(pool, pools.keySet())));
        }
        checks.done();
        return this;
    }

    /** The default frontend and an empty default pool. */
    public static DesiredState initial() {
        return new DesiredState(Frontend.DEFAULT, Map.of(DEFAULT_POOL, Pool.named(DEFAULT_POOL)));
    }

    public Optional<Pool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** The same, in which what a former one has too is there once: of thousands of backends most are what they were. */
    public DesiredState sharing(DesiredState former) {
        Map<String, Pool> shared = new LinkedHashMap<>();
        pools.forEach((name, pool) -> {
            Pool known = former.pools.get(name);
            shared.put(name, known == null ? pool : pool.sharing(known));
        });
        return new DesiredState(frontend, shared);
    }

    public DesiredState withFrontend(Frontend newFrontend) {
        return new DesiredState(newFrontend, pools);
    }

    /** Replaces the pool with that name in place, or appends it. */
    public DesiredState withPool(Pool pool) {
        Map<String, Pool> changed = new LinkedHashMap<>(pools);
        changed.put(pool.name(), pool);
        return new DesiredState(frontend, changed);
    }

    public DesiredState withoutPool(String name) {
        Map<String, Pool> changed = new LinkedHashMap<>(pools);
        changed.remove(name);
        return new DesiredState(frontend, changed);
    }
}
