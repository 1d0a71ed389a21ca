package dev.fairlead.server.observe;

import java.util.Map;

/** The names that the statistics page has always used for the built-in strategies. */
final class AlgorithmName {
    private static final Map<String, String> SHOWN = Map.ofEntries(
            Map.entry("round_robin", "RoundRobin"),
            Map.entry("weighted_round_robin", "WeightedRoundRobin"),
            Map.entry("random", "Random"),
            Map.entry("least_connections", "LeastConnections"),
            Map.entry("p2c", "P2c"),
            Map.entry("peak_ewma", "PeakEwma"),
            Map.entry("ip_hash", "IpHash"),
            Map.entry("ring_hash", "RingHash"),
            Map.entry("maglev", "Maglev"),
            Map.entry("rendezvous", "Rendezvous"),
            Map.entry("first", "First"));

    private AlgorithmName() {}

    /** A plug-in's strategy keeps its own name. */
    static String of(String strategy) {
        return SHOWN.getOrDefault(strategy, strategy);
    }
}
