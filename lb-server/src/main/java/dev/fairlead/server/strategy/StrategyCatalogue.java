package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.NearestName;
import dev.fairlead.spi.StrategyProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The available strategies by name: the built-in ones, and those of plug-ins, which come and go. A lookup reads one
 * immutable map and never waits.
 */
@Singleton
public final class StrategyCatalogue {

    /** What other load balancers call ours. They only ever appear as a suggestion: one name for one thing. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("roundrobin", "round_robin"),
            Map.entry("rr", "round_robin"),
            Map.entry("wrr", "weighted_round_robin"),
            Map.entry("static_rr", "weighted_round_robin"),
            Map.entry("weighted", "weighted_round_robin"),
            Map.entry("weightedroundrobin", "weighted_round_robin"),
            Map.entry("leastconn", "least_connections"),
            Map.entry("least_conn", "least_connections"),
            Map.entry("leastconnections", "least_connections"),
            Map.entry("least_request", "least_connections"),
            Map.entry("leastrequest", "least_connections"),
            Map.entry("lc", "least_connections"),
            Map.entry("power_of_two", "p2c"),
            Map.entry("power_of_two_choices", "p2c"),
            Map.entry("random_choose", "p2c"),
            Map.entry("two_choices", "p2c"),
            Map.entry("ewma", "peak_ewma"),
            Map.entry("peakewma", "peak_ewma"),
            Map.entry("least_time", "peak_ewma"),
            Map.entry("source", "ip_hash"),
            Map.entry("iphash", "ip_hash"),
            Map.entry("source_ip", "ip_hash"),
            Map.entry("client_ip_hash", "ip_hash"),
            Map.entry("hash", "ring_hash"),
            Map.entry("consistent", "ring_hash"),
            Map.entry("consistent_hash", "ring_hash"),
            Map.entry("ketama", "ring_hash"),
            Map.entry("ringhash", "ring_hash"),
            Map.entry("uri", "ring_hash"),
            Map.entry("uri_hash", "ring_hash"),
            Map.entry("cookie", "ring_hash"),
            Map.entry("header", "ring_hash"),
            Map.entry("hrw", "rendezvous"),
            Map.entry("highest_random_weight", "rendezvous"),
            Map.entry("failover", "first"),
            Map.entry("pick_first", "first"));

    private final PluginThread builtIn;
    private volatile Map<String, CatalogueEntry> entries;
    private volatile AbsentStrategies absent = AbsentStrategies.NONE;

    /** @param builtIn runs the code of all providers given here */
    @Inject
    public StrategyCatalogue(Map<String, StrategyProvider> providers, PluginThread builtIn) {
        this.builtIn = builtIn;
        Map<String, CatalogueEntry> first = new TreeMap<>();
        providers.forEach((name, provider) ->
                first.put(name, new CatalogueEntry(provider, name, provider.description(), builtIn)));
        entries = Collections.unmodifiableMap(first);
    }

    /** @param known asked when somebody asks for a strategy that is not here */
    public void absent(AbsentStrategies known) {
        absent = known;
    }

    /**
     * Hyphens and upper case are accepted.
     *
     * @throws StrategyRefused naming the one that may have been meant, and what is known of one that is missing
     */
    public CatalogueEntry find(String name) {
        return entry(name).orElseThrow(() -> {
            Optional<String> nearest = nearest(name);
            String missing = absent.about(plain(name));
            return StrategyRefused.unknown(
                    "\"" + name + "\" is not a known strategy"
                            + nearest.map(here -> ", did you mean \"" + here + "\"?")
                                    .orElse(".")
                            + " Known strategies: " + String.join(", ", entries.keySet()) + "."
                            + (missing.isEmpty() ? "" : " " + missing),
                    nearest.orElse(null));
        });
    }

    /** The same, without a word about what it could have been. */
    public Optional<CatalogueEntry> entry(String name) {
        return Optional.ofNullable(entries.get(plain(name)));
    }

    /** Whether it is not here because an operator took it out. */
    public boolean isHeldBack(String name) {
        return entry(name).isEmpty() && absent.isHeldBack(plain(name));
    }

    /** In the order of their names. */
    public Collection<CatalogueEntry> entries() {
        return entries.values();
    }

    /**
     * Takes some out and puts others in, in one step for those who read.
     *
     * @throws IllegalArgumentException if a name would be taken twice; nothing has changed then
     */
    public synchronized void exchange(Collection<CatalogueEntry> leaving, Collection<CatalogueEntry> coming) {
        Map<String, CatalogueEntry> next = new TreeMap<>(entries);
        leaving.forEach(entry -> next.remove(entry.name(), entry));
        for (CatalogueEntry entry : coming) {
            CatalogueEntry owner = next.putIfAbsent(entry.name(), entry);
            if (owner != null) {
                throw new IllegalArgumentException(
                        entry.name() + " of " + entry.plugin() + " is taken by " + owner.plugin());
            }
        }
        entries = Collections.unmodifiableMap(next);
    }

    /** Those of plug-ins are their own plug-in's matter. */
    void close() {
        builtIn.close();
    }

    private Optional<String> nearest(String name) {
        Set<String> known = entries.keySet();
        return Optional.ofNullable(ELSEWHERE.get(plain(name)))
                .or(() -> NearestName.of(name, known))
                .or(() -> NearestName.of(name, ELSEWHERE.keySet()).map(ELSEWHERE::get))
                .filter(known::contains);
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
