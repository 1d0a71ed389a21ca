package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyGuard;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.PluginClassLoader;
import dev.fairlead.server.strategy.jar.ProviderDiscovery;
import dev.fairlead.server.strategy.jar.UnusableJar;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One version of one plug-in: its classes, its thread for work off the request path, and its strategies. */
final class LoadedPlugin {
    private final String file;
    private final PluginArchive.Label label;
    private final PluginClassLoader loader;
    private final PluginThread thread;
    private List<CatalogueEntry> entries = List.of();
    private List<String> broken = List.of();

    /**
     * Nothing of it has run yet.
     *
     * @param number tells it from other versions in the same process
     * @param deadline of every call apart from requests
     */
    LoadedPlugin(String file, PluginArchive archive, long number, Duration deadline) {
        this.file = file;
        this.label = archive.label();
        this.loader = new PluginClassLoader(file + " #" + number, archive);
        this.thread = new PluginThread(file, deadline, loader);
    }

    /**
     * Creates its providers, on its own thread.
     *
     * @throws UnusableJar if none of them can be had
     */
    void discover() throws UnusableJar {
        ProviderDiscovery discovery;
        try {
            discovery = thread.call(
                            "plug-in " + file + ", asked for its strategies,", () -> ProviderDiscovery.in(loader))
                    .join();
        } catch (CompletionException failed) {
            throw new UnusableJar(PluginThread.refusal(failed).sentence(), failed);
        }
        broken = discovery.broken();
        entries = discovery.found().stream()
                .map(found -> new CatalogueEntry(found.provider(), found.name(), found.description(), thread))
                .toList();
        if (entries.isEmpty()) {
            throw new UnusableJar("has no usable strategy: " + String.join("; ", broken));
        }
    }

    String file() {
        return file;
    }

    PluginArchive.Label label() {
        return label;
    }

    PluginClassLoader loader() {
        return loader;
    }

    List<CatalogueEntry> entries() {
        return entries;
    }

    /** A sentence for each provider that could not be had. */
    List<String> broken() {
        return broken;
    }

    boolean isUsed() {
        return entries.stream().anyMatch(entry -> !entry.users().isEmpty());
    }

    /** The pools of all that use it. */
    Set<String> pools() {
        return entries.stream()
                .flatMap(entry -> entry.users().stream())
                .map(StrategyGuard::pool)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What its strategies did wrong last, apart from requests and on their path. */
    List<String> failures() {
        Stream<String> apart = entries.stream().map(CatalogueEntry::trouble);
        Stream<String> onThePath =
                entries.stream().flatMap(entry -> entry.users().stream()).map(StrategyGuard::lastFailure);
        return Stream.concat(apart, onThePath)
                .filter(failure -> !failure.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    long errors() {
        return entries.stream().mapToLong(CatalogueEntry::errors).sum();
    }

    /** Ends its thread, if it lets it be ended. */
    void close() {
        thread.close();
    }

    @Override
    public String toString() {
        return String.valueOf(loader.getName());
    }
}
