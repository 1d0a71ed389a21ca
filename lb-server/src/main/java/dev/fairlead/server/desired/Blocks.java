package dev.fairlead.server.desired;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of named blocks, such as routes: each is a record of settings whose first component is its name. Files, messages and
 * bytes read and write the blocks as what they are; as a text they are JSON.
 *
 * @param <E> the blocks
 */
public final class Blocks<E extends Record> implements ValueType<Object> {

    private final Schema<E> schema;

    Blocks(Class<E> block) {
        this.schema = Schema.of(block);
        Component name = schema.components().get(0);
        if (name.isSetting() || name.isSection()) {
            throw new IllegalStateException(block.getSimpleName() + " does not begin with its name");
        }
    }

    /** Of each block. */
    public Schema<E> schema() {
        return schema;
    }

    public String nameOf(Record block) {
        return (String) schema.components().get(0).in(block);
    }

    /** As a file spells it. */
    public String nameKey() {
        return schema.components().get(0).key();
    }

    /** Those of a list, by their names in order. */
    @SuppressWarnings("unchecked") // the values of a component are of its type
    public Map<String, E> byName(Object blocks) {
        Map<String, E> named = new LinkedHashMap<>();
        ((List<E>) blocks).forEach(block -> named.put(nameOf(block), block));
        return named;
    }

    @Override
    public String name() {
        return "list of blocks";
    }

    /** Blocks need a document: only the empty list is a text that everybody reads. */
    @Override
    public Object parse(String text) {
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is a single value, expected a list of blocks");
        }
        return List.of();
    }

    @Override
    public String text(Object blocks) {
        return json(
                ((List<?>) blocks).stream().map(block -> said((Record) block)).toList());
    }

    private static Map<String, Object> said(Record record) {
        Map<String, Object> block = new LinkedHashMap<>();
        for (Component component : Schema.of(record).components()) {
            Object value = component.in(record);
            if (component.defaultValue().filter(value::equals).isPresent()) {
                continue;
            }
            if (component.isSection()) {
                block.put(component.key(), said((Record) value));
            } else if (component.blocks().isPresent()) {
                block.put(
                        component.key(),
                        ((List<?>) value)
                                .stream().map(inner -> said((Record) inner)).toList());
            } else if (value instanceof Map) {
                block.put(component.key(), value);
            } else if (component.isSetting()) {
                ValueType<Object> type = component.type();
                block.put(component.key(), type.isList() ? type.entries(value) : type.text(value));
            } else {
                block.put(component.key(), value);
            }
        }
        return block;
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> block) {
            List<String> parts = new ArrayList<>();
            block.forEach((key, inner) -> parts.add(json(key) + ":" + json(inner)));
            return "{" + String.join(",", parts) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Blocks::json).toList()) + "]";
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.toString().chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    void check(String key, Object blocks, Checks checks) {
        Set<String> names = new HashSet<>();
        for (Object block : (List<?>) blocks) {
            String name = nameOf((Record) block);
            checks.that(
                    names.add(name), key, "\"" + name + "\" appears twice, expected a name of its own for each block");
        }
    }
}
