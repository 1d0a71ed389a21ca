package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One block of settings laid over its block of the reference, which knows every key and every default. A value that
 * cannot be read is reported and its default taken instead, so that reading goes on to the next problem.
 */
final class Section {

    private final String path;
    private final Fields own;
    private final Fields reference;
    private final Problems problems;

    Section(String path, Fields own, Fields reference, Problems problems) {
        this.path = path;
        this.own = own;
        this.reference = reference;
        this.problems = problems;
    }

    /** Reports the keys that the reference does not have. */
    Section checkKeys() {
        own.fields().forEach((key, node) -> {
            if (!reference.fields().containsKey(key)) {
                problems.add(node.where(), pathOf(key), unknown(key));
            }
        });
        return this;
    }

    private String unknown(String key) {
        List<String> known = List.copyOf(new TreeSet<>(reference.fields().keySet()));
        String hint = NearestName.hint(key, known);
        return "unknown key" + (hint.isEmpty() ? ", expected " + Values.oneOf(known) : hint);
    }

    boolean has(String key) {
        return own.fields().containsKey(key);
    }

    /** In the order of the document. */
    Set<String> keys() {
        return own.fields().keySet();
    }

    <T> T value(String key, Function<String, T> read) {
        Node node = own.fields().get(key);
        T fallback = read.apply(referenceText(key));
        return node == null ? fallback : scalar(pathOf(key), node, read).orElse(fallback);
    }

    String text(String key) {
        return value(key, Function.identity());
    }

    /** A list, or one text with commas, as an environment variable has to write it. */
    <T> List<T> values(String key, Function<String, T> read) {
        List<T> values = new ArrayList<>();
        each(key, (itemPath, node) -> scalar(itemPath, node, read).ifPresent(values::add));
        return values;
    }

    void each(String key, ItemReader reader) {
        Node node = own.fields().getOrDefault(key, referenceNode(key));
        if (node instanceof Items items) {
            int index = 0;
            for (Node item : items.items()) {
                reader.read(pathOf(key) + "[" + index++ + "]", item);
            }
        } else if (node instanceof Scalar scalar) {
            for (String part : scalar.text().split(",")) {
                if (!part.isBlank()) {
                    reader.read(pathOf(key), new Scalar(part.strip(), scalar.where()));
                }
            }
        } else {
            problems.add(node.where(), pathOf(key), "is a block, expected a list");
        }
    }

    Section section(String key) {
        return section(key, (Fields) referenceNode(key)).checkKeys();
    }

    /** A block under another block's defaults, its keys not yet checked. */
    Section section(String key, Fields defaults) {
        Node node = own.fields().get(key);
        if (node != null && !(node instanceof Fields)) {
            problems.add(node.where(), pathOf(key), "is " + kind(node) + ", expected a block such as { … }");
        }
        Fields fields = node instanceof Fields block ? block : new Fields(Map.of(), own.where());
        return new Section(pathOf(key), fields, defaults, problems);
    }

    /** Builds a record of this block's values; what it refuses is reported at the keys that it names. */
    <T> T record(T fallback, Supplier<T> build) {
        try {
            return build.get();
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> refuse(problem.key(), problem.text()));
            return fallback;
        }
    }

    /** Reports a problem of a key, which may lie deeper: {@code expect.status}. */
    void refuse(String key, String text) {
        problems.add(where(key), pathOf(key), text);
    }

    private Where where(String key) {
        Where nearest = own.where();
        Node node = own;
        for (String part : key.split("\\.")) {
            node = node instanceof Fields fields ? fields.fields().get(part) : null;
            nearest = node == null ? nearest : node.where();
        }
        return nearest;
    }

    /** Nothing if the node cannot be read, which is reported. */
    <T> Optional<T> scalar(String key, Node node, Function<String, T> read) {
        if (!(node instanceof Scalar scalar)) {
            problems.add(node.where(), key, "is " + kind(node) + ", expected a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(scalar.text()));
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> problems.add(scalar.where(), key, problem.text()));
        } catch (IllegalArgumentException e) {
            problems.add(scalar.where(), key, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static String kind(Node node) {
        return node instanceof Fields ? "a block" : node instanceof Items ? "a list" : "a single value";
    }

    private String referenceText(String key) {
        return ((Scalar) referenceNode(key)).text();
    }

    private Node referenceNode(String key) {
        Node node = reference.fields().get(key);
        if (node == null) {
            throw new IllegalStateException("the reference has no " + pathOf(key));
        }
        return node;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Nullable
    Node node(String key) {
        return own.fields().get(key);
    }

    /** A free-form block as names with texts; blocks inside it are names with a dot, as HOCON writes them. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        own.fields().forEach((key, node) -> {
            if (node instanceof Fields fields) {
                Section inner = new Section(pathOf(key), fields, reference, problems);
                inner.texts().forEach((name, text) -> texts.put(key + "." + name, text));
            } else {
                scalar(pathOf(key), node, Function.identity()).ifPresent(text -> texts.put(key, text));
            }
        });
        return texts;
    }

    /** A block whose keys are free. */
    Section freeSection(String key) {
        return section(key, (Fields) referenceNode(key));
    }

    /** Takes one entry of a list. */
    @FunctionalInterface
    interface ItemReader {
        void read(String path, Node node);
    }
}
