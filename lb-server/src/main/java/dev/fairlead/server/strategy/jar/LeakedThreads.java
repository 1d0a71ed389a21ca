package dev.fairlead.server.strategy.jar;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Threads that a plug-in started but did not end. They cannot be stopped, and they keep all its classes in memory. */
public final class LeakedThreads {

    private LeakedThreads() {}

    /** Threads of a plug-in's own class, with it as their context, or somewhere within its code. */
    public static List<Thread> of(PluginClassLoader loader) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> belongs(entry, loader))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean belongs(Map.Entry<Thread, StackTraceElement[]> entry, PluginClassLoader loader) {
        Thread thread = entry.getKey();
        return thread.getContextClassLoader() == loader
                || thread.getClass().getClassLoader() == loader
                || Stream.of(entry.getValue())
                        .anyMatch(frame -> String.valueOf(loader.getName()).equals(frame.getClassLoaderName()));
    }
}
