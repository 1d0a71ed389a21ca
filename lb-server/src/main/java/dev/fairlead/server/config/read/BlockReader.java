package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.Blocks;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads records of settings out of a document, by what the records say of themselves. */
final class BlockReader {

    private final Path base;
    private final NamedFiles files;

    /** @param base where relative paths start */
    BlockReader(Path base, NamedFiles files) {
        this.base = base;
        this.files = files;
    }

    /** @param defaults what the document does not say */
    <R extends Record> R read(Section block, R defaults) {
        block.checkKeys(Schema.of(defaults).keys());
        return block.record(defaults, () -> unchecked(block, defaults, Map.of()));
    }

    /** The same of one that is known by its name, which a block cannot change. */
    <R extends Record> R read(Section block, R present, String name) {
        Component first = Schema.of(present).components().get(0);
        block.checkKeys(
                Schema.of(present).keys().subList(1, Schema.of(present).keys().size()));
        return block.record(present, () -> unchecked(block, present, Map.of(first.key(), name)));
    }

    /**
     * In a block with further keys; what the record refuses is thrown.
     *
     * @param given components that are read otherwise, by their keys
     */
    <R extends Record> R unchecked(Section block, R defaults, Map<String, Object> given) {
        return Schema.of(defaults).make(component -> {
            Object value = given.get(component.key());
            return value != null ? value : Objects.requireNonNull(component(block, component, component.in(defaults)));
        });
    }

    /** @param fallback null if there is no default: then so is the value that cannot be read */
    private @Nullable Object component(Section block, Component component, @Nullable Object fallback) {
        return fallback instanceof Record section && component.isSection()
                ? read(block.section(component.key()), section)
                : component.isSetting() ? setting(block, component, fallback) : fallback;
    }

    /**
     * A block of a kind that has a name, as a route.
     *
     * @param name null if the block says it
     */
    <E extends Record> Optional<E> named(Section block, Schema<E> schema, @Nullable String name) {
        Component first = schema.components().get(0);
        block.checkKeys(
                name == null
                        ? schema.keys()
                        : schema.keys().subList(1, schema.keys().size()));
        Map<String, Object> values = new HashMap<>();
        for (Component component : schema.components()) {
            Object value = component != first
                    ? component(block, component, component.defaultValue().orElse(null))
                    : name != null ? name : block.has(first.key()) ? block.text(first.key()) : null;
            if (value != null) {
                values.put(component.name(), value);
            } else if (!block.has(component.key())) {
                block.refuse(component.key(), "is missing");
            }
        }
        return values.size() < schema.components().size()
                ? Optional.empty()
                : block.record(
                        Optional.empty(),
                        () -> Optional.of(
                                schema.make(component -> Objects.requireNonNull(values.get(component.name())))));
    }

    private List<Object> blocks(Section block, String key, Blocks<?> type) {
        List<Object> blocks = new ArrayList<>();
        block.eachBlock(key, inner -> named(inner, type.schema(), null).ifPresent(blocks::add));
        return blocks;
    }

    private @Nullable Object setting(Section block, Component component, @Nullable Object fallback) {
        String key = component.key();
        ValueType<Object> type = component.type();
        if (component.blocks().isPresent()) {
            return block.has(key) ? blocks(block, key, component.blocks().get()) : fallback;
        }
        if (type.isList()) {
            return block.has(key) ? list(block, key, type) : fallback;
        }
        if (fallback instanceof Map<?, ?> present) {
            return block.has(key) ? texts(block.section(key), present) : fallback;
        }
        Node node = block.node(key);
        return node == null
                ? fallback
                : block.scalar(
                                block.pathOf(key),
                                node,
                                text -> named(component.setting().kind(), type.parse(text)))
                        .orElse(fallback);
    }

    /** Further ones of those that are there; an empty text takes one away. */
    private static Map<Object, Object> texts(Section block, Map<?, ?> present) {
        Map<Object, Object> texts = new LinkedHashMap<>(present);
        block.texts().forEach((name, text) -> {
            if (text.isEmpty() && present.containsKey(name)) {
                texts.remove(name);
            } else {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Object list(Section block, String key, ValueType<Object> type) {
        List<Object> values = new ArrayList<>();
        block.each(key, (path, node) -> block.scalar(path, node, type::entry).ifPresent(values::addAll));
        return type.ofEntries(values);
    }

    /** Files and folders by their whole path. */
    private Object named(Setting.Kind kind, Object value) {
        return switch (kind) {
            case PLAIN, SIZE, PERCENT -> value;
            case FILE ->
                value.equals("") ? value : files.existing(base, (String) value).toString();
            case LOG ->
                ((String) value).isBlank() || value.equals(AccessLog.STDOUT)
                        ? value
                        : files.log(base, (String) value).toString();
            case FOLDER ->
                value.equals("")
                        ? value
                        : base.resolve((String) value).normalize().toString();
        };
    }
}
