package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/** The old flat form, four keys at the top of a document, rewritten into the present one. */
final class FlatKeys {

    static final Map<String, String> PATHS = Map.of(
            "listen_address", "lb.listen",
            "backend_servers", "lb.pools.default.backends",
            "health_check_interval", "lb.pools.default.health-check.interval",
            "health_check_timeout", "lb.pools.default.health-check.timeout");

    private FlatKeys() {}

    static Fields rewrite(Fields root, Problems problems) {
        if (root.fields().keySet().stream().noneMatch(PATHS::containsKey)) {
            return root;
        }
        problems.spellKeys(FlatKeys::flat);
        Map<String, Node> top = new LinkedHashMap<>();
        root.fields().forEach((key, node) -> {
            String path = PATHS.get(key);
            if (path == null) {
                top.put(key, node);
            } else if (root.fields().containsKey("lb")) {
                problems.add(node.where(), key, "is mixed with lb { … }, expected either the flat keys or lb alone");
            } else {
                KeyedDocument.put(top, path.split("\\."), 0, seconds(key, node));
            }
        });
        return new Fields(top, root.where());
    }

    /** The flat form counts in whole seconds; a duration with its unit is understood too. */
    private static Node seconds(String key, Node node) {
        return key.startsWith("health_")
                        && node instanceof Scalar scalar
                        && scalar.text().matches("-?\\d+")
                ? new Scalar(scalar.text() + "s", scalar.where())
                : node;
    }

    private static String flat(String key) {
        for (Map.Entry<String, String> entry : PATHS.entrySet()) {
            if (key.startsWith(entry.getValue())) {
                return entry.getKey() + key.substring(entry.getValue().length());
            }
        }
        return key;
    }
}
