package dev.fairlead.server.strategy.plugin;

import java.util.List;

/**
 * The content of a plug-in, as far as it is known without trusting it.
 *
 * @param providers the classes that it names
 * @param names names of strategies; empty until its code has run
 */
record OfferedStrategies(List<String> providers, List<String> names) {
    static final OfferedStrategies UNKNOWN = new OfferedStrategies(List.of(), List.of());

    OfferedStrategies {
        providers = List.copyOf(providers);
        names = List.copyOf(names);
    }

    OfferedStrategies withNames(List<String> known) {
        return new OfferedStrategies(providers, known);
    }
}
