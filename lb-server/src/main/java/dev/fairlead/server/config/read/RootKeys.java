package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.desired.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Refuses what stands at the top of a document beside {@code lb}, most often a setting that forgot its block. */
final class RootKeys {

    private RootKeys() {}

    static void check(Fields root, Reference reference, Problems problems) {
        root.fields().forEach((key, node) -> {
            if (!key.equals("lb") && !FlatKeys.PATHS.containsKey(key)) {
                problems.add(
                        node.where(),
                        key,
                        "unknown key" + hint(key, reference.lb().fields().keySet()));
            }
        });
    }

    private static String hint(String key, Set<String> inside) {
        if (inside.contains(key)) {
            return ", did you mean \"lb." + key + "\"?";
        }
        List<String> top = new ArrayList<>(FlatKeys.PATHS.keySet());
        top.add("lb");
        return NearestName.of(key, top)
                .or(() -> NearestName.of(key, inside).map(name -> "lb." + name))
                .map(name -> ", did you mean \"" + name + "\"?")
                .orElse(", expected lb { … }");
    }
}
