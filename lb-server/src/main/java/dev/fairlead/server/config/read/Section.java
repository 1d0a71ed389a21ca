package dev.fairlead.server.config.read;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Document;
import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.config.document.Reach;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.desired.Values;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One block of a document. A value that cannot be read is reported and its default taken instead, so that reading goes on to
 * the next problem.
 */
final class Section {

    private final String path;
    private final Fields own;
    private final Problems problems;

    Section(String path, Fields own, Problems problems) {
        this.path = path;
        this.own = own;
        this.problems = problems;
    }

    /** Reports the keys that there are not. */
    void checkKeys(Collection<String> known) {
        own.fields().forEach((key, node) -> {
            if (!known.contains(key)) {
                problems.add(node.where(), pathOf(key), unknown(key, List.copyOf(new TreeSet<>(known))));
            }
        });
    }

    private static String unknown(String key, List<String> known) {
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

    /** @param fallback what it is if the document does not say, or not in a way that can be read */
    <T> T value(String key, T fallback, Function<String, T> read) {
        Node node = own.fields().get(key);
        return node == null ? fallback : scalar(pathOf(key), node, read).orElse(fallback);
    }

    String text(String key) {
        return value(key, "", Function.identity());
    }

    /** The entries of a list, or the parts of one text with commas, as an environment variable has to write it. */
    void each(String key, ItemReader reader) {
        Node node = own.fields().get(key);
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
        } else if (node != null) {
            problems.add(node.where(), pathOf(key), "is a block, expected a list");
        }
    }

    /** The blocks of a list; a text is one as a document writes it: {@code [{name=a}]}. */
    void eachBlock(String key, Consumer<Section> reader) {
        Node node = own.fields().get(key);
        Node list = node instanceof Scalar scalar ? document(key, scalar) : node;
        if (!(list instanceof Items items)) {
            if (list != null) {
                refuse(key, "is " + kind(list) + ", expected a list of blocks such as [ { name = … } ]");
            }
            return;
        }
        int index = 0;
        for (Node item : items.items()) {
            String at = pathOf(key) + "[" + index++ + "]";
            if (item instanceof Fields block) {
                reader.accept(new Section(at, block, problems));
            } else {
                problems.add(item.where(), at, "is " + kind(item) + ", expected a block such as { name = … }");
            }
        }
    }

    /** Null if it cannot be read, which is reported. */
    private @Nullable Node document(String key, Scalar scalar) {
        try {
            Reach nothing = Reach.sent(Map.of(), false);
            return Document.read(key + " = " + scalar.text(), key + ".conf", nothing)
                    .fields()
                    .get(key);
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> refuse(key, problem.text()));
            return null;
        }
    }

    /** A block in this one, empty if it is not there. */
    Section section(String key) {
        Node node = own.fields().get(key);
        if (node != null && !(node instanceof Fields)) {
            problems.add(node.where(), pathOf(key), "is " + kind(node) + ", expected a block such as { … }");
        }
        Fields fields = node instanceof Fields block ? block : new Fields(Map.of(), own.where());
        return new Section(pathOf(key), fields, problems);
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
                Section inner = new Section(pathOf(key), fields, problems);
                inner.texts().forEach((name, text) -> texts.put(key + "." + name, text));
            } else {
                scalar(pathOf(key), node, Function.identity()).ifPresent(text -> texts.put(key, text));
            }
        });
        return texts;
    }

    /** Takes one entry of a list. */
    @FunctionalInterface
    interface ItemReader {
        void read(String path, Node node);
    }
}
