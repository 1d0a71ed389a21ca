package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import java.util.HashSet;
import java.util.Set;

/** The paths of everything that a document sets. */
final class NamedKeys {

    private final Set<String> keys = new HashSet<>();

    private NamedKeys() {}

    /** @param root a document in the present form */
    static Set<String> of(Fields root) {
        NamedKeys named = new NamedKeys();
        if (root.fields().get("lb") instanceof Fields lb) {
            named.addAll("", lb);
        }
        return named.keys;
    }

    private void addAll(String prefix, Fields block) {
        block.fields().forEach((key, node) -> add(prefix + key, node));
    }

    private void add(String path, Node node) {
        if (node instanceof Fields block) {
            // Also without anything in it: a pool that says no more than its name is one.
            keys.add(path + ".");
            addAll(path + ".", block);
            return;
        }
        keys.add(path);
        if (node instanceof Items list) {
            for (int i = 0; i < list.items().size(); i++) {
                if (list.items().get(i) instanceof Fields block) {
                    addAll(path + "[" + i + "].", block);
                }
            }
        }
    }
}
