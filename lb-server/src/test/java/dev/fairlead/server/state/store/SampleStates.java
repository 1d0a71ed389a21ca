package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Desired states that have something to lose. */
public final class SampleStates {

    private SampleStates() {}

    /** No setting has its default, and what has an order is in none that anything would sort it into. */
    public static DesiredState full() {
        RandomSettings random = new RandomSettings(new SplittableRandom(1));
        Frontend frontend = random.unlike(Frontend.DEFAULT);
        Pool pool = random.unlike(Pool.named("web"))
                .withBackends(List.of(
                        new Backend(
                                "z-1",
                                Backend.parseUrl("https://app_1.example:8443"),
                                7,
                                ordered("zone", "b", "rack", "a"),
                                AdminState.DRAIN),
                        new Backend(
                                "a-1",
                                Backend.parseUrl("[::1]:81"),
                                0,
                                ordered("note", "halb \ud83d"),
                                AdminState.MAINT)))
                .withStrategy(new StrategyChoice("ring_hash", ordered("key", "header:X-User", "a", "1")));
        return state(frontend, List.of(pool, Pool.named("default")));
    }

    /** As many backends as a big installation has, in one pool. */
    public static DesiredState big(int backends) {
        List<Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            all.add(Backend.at("10.0." + i / 250 + "." + i % 250 + ":8080"));
        }
        return DesiredState.initial()
                .withPool(Pool.named(DesiredState.DEFAULT_POOL).withBackends(all));
    }

    static DesiredState state(Frontend frontend, Collection<Pool> pools) {
        Map<String, Pool> named = new LinkedHashMap<>();
        pools.forEach(pool -> named.put(pool.name(), pool));
        return new DesiredState(frontend, named);
    }

    public static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
