package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.AbsentStrategies;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** If a requested strategy is in a jar that is not loaded, says so, and what is wrong with the jar. */
final class UnloadedStrategies implements AbsentStrategies {
    private static final String WHERE = "lb-ctl plugins list";

    private final Supplier<List<PluginEntry.View>> views;

    UnloadedStrategies(Supplier<List<PluginEntry.View>> views) {
        this.views = views;
    }

    @Override
    public String about(String name) {
        List<PluginEntry.View> all = views.get();
        String bringing = sentences(all, view -> view.offer().names().contains(name), " provides it, and ");
        if (!bringing.isEmpty()) {
            return bringing;
        }
        String likely = sentences(all, view -> isLikely(name, view.offer()), " may provide it, and ");
        return likely.isEmpty() ? refused(all) : likely;
    }

    @Override
    public boolean isHeldBack(String name) {
        return views.get().stream()
                .anyMatch(view -> view.state() == PluginState.UNLOADED
                        && view.offer().names().contains(name));
    }

    private static String sentences(List<PluginEntry.View> all, Predicate<PluginEntry.View> which, String brings) {
        return all.stream()
                .filter(which)
                .map(view -> view.file() + brings + view.state().sentence() + ": " + view.reason() + ".")
                .collect(Collectors.joining(" "));
    }

    /** Of one that has not told all its names: a class is mostly called like its strategy, or like it and more. */
    private static boolean isLikely(String name, OfferedStrategies offer) {
        String plain = name.replace("_", "");
        return offer.names().size() < offer.providers().size()
                && offer.providers().stream()
                        .map(type -> type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                        .anyMatch(type -> type.startsWith(plain));
    }

    private static String refused(List<PluginEntry.View> all) {
        List<String> files = all.stream()
                .filter(view -> view.state() == PluginState.REFUSED)
                .map(PluginEntry.View::file)
                .toList();
        return switch (files.size()) {
            case 0 -> "";
            case 1 -> "One jar in the plug-ins folder was refused, " + files.get(0) + ": " + WHERE + " says why.";
            default ->
                files.size() + " jars in the plug-ins folder were refused, " + String.join(", ", files) + ": " + WHERE
                        + " says why.";
        };
    }
}
