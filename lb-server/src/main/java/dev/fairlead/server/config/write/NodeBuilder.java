package dev.fairlead.server.config.write;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds a block of a new document. */
final class NodeBuilder {

    static final Where NOWHERE = new Where("", 0);

    private final Map<String, Node> fields = new LinkedHashMap<>();

    NodeBuilder put(String key, Object value) {
        return put(key, scalar(value));
    }

    NodeBuilder put(String key, List<Node> items) {
        return put(key, new Items(items, NOWHERE));
    }

    NodeBuilder put(String key, NodeBuilder block) {
        return put(key, block.build());
    }

    NodeBuilder put(String key, Node node) {
        fields.put(key, node);
        return this;
    }

    NodeBuilder putAll(Fields block) {
        fields.putAll(block.fields());
        return this;
    }

    NodeBuilder putTexts(Map<String, String> texts) {
        texts.forEach((key, text) -> put(key, scalar(text)));
        return this;
    }

    Fields build() {
        return new Fields(fields, NOWHERE);
    }

    static Scalar scalar(Object value) {
        return new Scalar(value.toString(), NOWHERE);
    }

    static Items items(List<String> texts) {
        return new Items(texts.stream().<Node>map(NodeBuilder::scalar).toList(), NOWHERE);
    }

    /** What of a block differs from another of the same shape. */
    static Fields difference(Fields block, Fields from) {
        NodeBuilder different = new NodeBuilder();
        block.fields().forEach((key, node) -> {
            Node other = from.fields().get(key);
            if (node instanceof Fields mine && other instanceof Fields theirs) {
                Fields inner = difference(mine, theirs);
                if (!inner.fields().isEmpty()) {
                    different.put(key, inner);
                }
            } else if (!node.equals(other)) {
                different.put(key, node);
            }
        });
        return different.build();
    }
}
