package dev.fairlead.server.strategy.plugin;

import java.util.List;

/**
 * What a plug-in brings, as far as it is known without trusting it.
 *
 * @param providers the classes that it names
 * @param names of strategies; none as long as none of its code has run
 */
record Offer(List<String> providers, List<String> names) {
    static final Offer UNKNOWN = new Offer(List.of(), List.of());

    Offer {
        providers = List.copyOf(providers);
        names = List.copyOf(names);
    }

    Offer withNames(List<String> known) {
        return new Offer(providers, known);
    }
}
