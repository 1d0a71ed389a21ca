package dev.fairlead.server.config.read;

import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return read(block, defaults, Map.of());
    }

    /** @param given components that are read otherwise, by their keys */
    <R extends Record> R read(Section block, R defaults, Map<String, Object> given) {
        block.checkKeys(Schema.of(defaults).keys());
        return block.record(defaults, () -> unchecked(block, defaults, given));
    }

    /** In a block with further keys; what the record refuses is thrown. */
    <R extends Record> R unchecked(Section block, R defaults, Map<String, Object> given) {
        return Schema.of(defaults).make(component -> {
            Object value = given.get(component.key());
            return value != null ? value : component(block, component, component.in(defaults));
        });
    }

    private Object component(Section block, Component component, Object fallback) {
        return component.isSection()
                ? read(block.section(component.key()), (Record) fallback)
                : component.isSetting() ? setting(block, component, fallback) : fallback;
    }

    private Object setting(Section block, Component component, Object fallback) {
        String key = component.key();
        ValueType<Object> type = component.type();
        if (type.isList()) {
            return block.has(key) ? list(block, key, type) : fallback;
        }
        if (fallback instanceof Map) {
            return block.has(key) ? block.section(key).texts() : fallback;
        }
        return block.value(key, fallback, text -> named(component.setting().kind(), type.parse(text)));
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
