package dev.fairlead.server.strategy.jar;

import dev.fairlead.spi.StrategyProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the strategies in a plug-in in the way the JDK finds services. A broken one is reported and does not hide the
 * next.
 */
public final class ProviderDiscovery {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** A file of services that seems never to end is not followed further. */
    private static final int MOST = 256;

    private final List<Found> found = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** A provider that came to life, and what it said of itself. */
    public record Found(StrategyProvider provider, String name, String description) {}

    private ProviderDiscovery() {}

    /** Runs the code of the plug-in: to be called where that may hang. */
    public static ProviderDiscovery in(PluginClassLoader loader) {
        ProviderDiscovery discovery = new ProviderDiscovery();
        Iterator<ServiceLoader.Provider<StrategyProvider>> named =
                ServiceLoader.load(StrategyProvider.class, loader).stream().iterator();
        int asked = 0;
        while (asked++ < MOST && discovery.next(named)) {
            // one after the other, whatever became of the one before
        }
        return discovery;
    }

    /** @return false at the end */
    @SuppressWarnings("CatchingUnchecked")
    private boolean next(Iterator<ServiceLoader.Provider<StrategyProvider>> named) {
        @Nullable String type = null;
        try {
            if (!named.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<StrategyProvider> next = named.next();
            type = next.type().getName();
            take(type, next.get());
        } catch (Throwable thrown) { // foreign code: static initialisers, constructors, missing classes
            broken.add(type == null ? ownWords(thrown) : type + " cannot be created: it threw " + thrown(thrown));
        }
        return true;
    }

    private void take(String type, StrategyProvider provider) {
        @Nullable String name = provider.name();
        if (name == null || !NAME.matcher(name).matches()) {
            broken.add(type + " is called \"" + name + "\", expected lower-case words joined by underscores");
        } else if (!names.add(name)) {
            broken.add(type + " is called \"" + name + "\", as is another one in this jar");
        } else {
            @Nullable String description = provider.description();
            found.add(new Found(provider, name, description == null ? "" : description));
        }
    }

    /** ServiceLoader names the class that it looked for, and before that our interface, which is no news. */
    private static String ownWords(Throwable thrown) {
        return thrown instanceof ServiceConfigurationError
                ? String.valueOf(thrown.getMessage()).replaceFirst("^[\\w.]+: ", "")
                : "a provider cannot be created: " + thrown;
    }

    /** What the plug-in itself threw, out of the wrappings. */
    private static String thrown(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof ServiceConfigurationError && cause != null) {
            return thrown(cause);
        }
        return thrown instanceof ExceptionInInitializerError && cause != null
                ? cause + " in its static initialiser"
                : thrown.toString();
    }

    public List<Found> found() {
        return List.copyOf(found);
    }

    /** A sentence for each provider that cannot be had. */
    public List<String> broken() {
        return List.copyOf(broken);
    }
}
