package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.LeakedThreads;
import dev.fairlead.server.strategy.jar.PluginClassLoader;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plug-ins that have left the catalogue. Each is closed when it is no longer used, and then watched until its classes
 * are collected: threads that it left behind keep them in memory, and only the end of the process ends those.
 */
final class RetiredPlugins {
    private static final Logger log = LoggerFactory.getLogger(RetiredPlugins.class);

    /** After it was closed: until then its threads may end as they were asked to. */
    static final long GRACE_NANOS = 1_000_000_000L;

    /** Looking at all threads stops them for a moment, so it is done rarely, and only where some were found before. */
    static final long PAUSE_NANOS = 60_000_000_000L;

    private final LongSupplier nanoClock;
    private final List<LoadedPlugin> leaving = new ArrayList<>();
    private final List<ClosedPlugin> closed = new ArrayList<>();

    /** One that is closed; nothing here keeps its classes in memory. */
    private static final class ClosedPlugin {
        private final String file;
        private final String name;
        private final WeakReference<PluginClassLoader> loader;
        private long nextLook;
        private boolean watched = true;
        private List<WeakReference<Thread>> threads = List.of();

        ClosedPlugin(LoadedPlugin plugin, long now) {
            this.file = plugin.file();
            this.name = plugin.toString();
            this.loader = new WeakReference<>(plugin.loader());
            this.nextLook = now + GRACE_NANOS;
        }

        void look(long now) {
            PluginClassLoader still = loader.get();
            if (still == null || !watched || now - nextLook < 0) {
                return;
            }
            List<Thread> found = LeakedThreads.of(still);
            if (threads.isEmpty() && !found.isEmpty()) {
                log.warn(
                        "plugin={} event=plugin-threads-left threads={} cause=\"they keep its classes in memory, and only"
                                + " a restart ends them\"",
                        name,
                        found.stream().map(Thread::getName).toList());
            }
            threads = found.stream().map(WeakReference::new).toList();
            watched = !found.isEmpty();
            nextLook = now + PAUSE_NANOS;
        }

        boolean isCollected() {
            return loader.get() == null;
        }
    }

    RetiredPlugins(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** To be closed as soon as nobody uses it. */
    void add(LoadedPlugin plugin) {
        leaving.add(plugin);
        look();
    }

    /** Looks again at all that has not gone for good. */
    void look() {
        closed.removeIf(ClosedPlugin::isCollected);
        long now = nanoClock.getAsLong();
        closed.forEach(version -> version.look(now));
        for (Iterator<LoadedPlugin> all = leaving.iterator(); all.hasNext(); ) {
            LoadedPlugin plugin = all.next();
            if (!plugin.isUsed()) {
                plugin.close();
                closed.add(new ClosedPlugin(plugin, now));
                all.remove();
            }
        }
    }

    /** Names of threads that former versions of a plug-in left behind. */
    List<String> threads(String file) {
        return closed.stream()
                .filter(version -> version.file.equals(file))
                .flatMap(version -> version.threads.stream())
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** Whether versions of a plug-in are still used, or may have left threads behind. */
    boolean isWatching(String file) {
        return leaving.stream().anyMatch(plugin -> plugin.file().equals(file))
                || closed.stream().anyMatch(version -> version.watched && version.file.equals(file));
    }

    /** Versions that are closed and still in memory. */
    int uncollected() {
        closed.removeIf(ClosedPlugin::isCollected);
        return closed.size();
    }

    void close() {
        leaving.forEach(LoadedPlugin::close);
        leaving.clear();
    }
}
