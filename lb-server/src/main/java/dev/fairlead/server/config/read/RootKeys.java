package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.desired.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Refuses top-level keys other than {@code lb}, usually a setting outside its block. */
final class RootKeys {

    /** What may stand in {@code lb}. */
    static final Set<String> INSIDE = inside();

    private RootKeys() {}

    private static Set<String> inside() {
        Set<String> keys = new TreeSet<>(Schema.of(Frontend.class).keys());
        keys.addAll(Schema.of(BootSettings.class).keys());
        keys.add("pools");
        return keys;
    }

    static void check(Fields root, Problems problems) {
        root.fields().forEach((key, node) -> {
            if (!key.equals("lb") && !FlatKeys.PATHS.containsKey(key)) {
                problems.add(node.where(), key, "unknown key" + hint(key));
            }
        });
    }

    private static String hint(String key) {
        if (INSIDE.contains(key)) {
            return ", did you mean \"lb." + key + "\"?";
        }
        List<String> top = new ArrayList<>(FlatKeys.PATHS.keySet());
        top.add("lb");
        return NearestName.of(key, top)
                .or(() -> NearestName.of(key, INSIDE).map(name -> "lb." + name))
                .map(name -> ", did you mean \"" + name + "\"?")
                .orElse(", expected lb { … }");
    }
}
