package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A document made of keys with dots and their texts. */
final class KeyedDocument {

    private KeyedDocument() {}

    /** @param block where all of the keys begin */
    static Fields of(Map<String, String> settings, String block) {
        Map<String, Node> root = new LinkedHashMap<>();
        put(root, block.split("\\."), 0, of(settings));
        return new Fields(root, new Where(block, 0));
    }

    static Fields of(Map<String, String> settings) {
        Map<String, Node> root = new LinkedHashMap<>();
        // a strategy before its options
        new TreeMap<>(settings)
                .forEach((key, text) -> put(root, key.split("\\.", -1), 0, new Scalar(text, new Where(key, 0))));
        return new Fields(root, new Where("settings", 0));
    }

    /** A text with further keys below it becomes the name of the block that they make. */
    static void put(Map<String, Node> into, String[] path, int at, Node node) {
        if (at == path.length - 1) {
            into.put(path[at], node);
            return;
        }
        Map<String, Node> inner = new LinkedHashMap<>();
        Node there = into.get(path[at]);
        if (there instanceof Fields block) {
            inner.putAll(block.fields());
        } else if (there != null) {
            inner.put("name", there);
        }
        put(inner, path, at + 1, node);
        into.put(path[at], new Fields(inner, node.where()));
    }
}
