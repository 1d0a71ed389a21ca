package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.Blocks;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.ValueType;
import dev.fairlead.server.desired.Values;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads records of settings out of messages; what is not set has its default. */
public final class MessageReader {

    private static final Path ROOT = Path.of("/");

    /** Stands where a value has to be said and is not. */
    private static final Object MISSING = new Object();

    private final AllowedFiles files;

    @Inject
    public MessageReader(AllowedFiles files) {
        this.files = files;
    }

    <R extends Record> R read(Message message, R defaults, Violations violations) {
        return read(message, defaults, Map.of(), violations);
    }

    /** @param given components that are read otherwise, by their names in Java */
    <R extends Record> R read(Message message, R defaults, Map<String, Object> given, Violations violations) {
        return read(message, "", defaults, given, violations);
    }

    private <R extends Record> R read(
            Message message, String prefix, R defaults, Map<String, Object> given, Violations violations) {
        return read(message, prefix, Schema.of(defaults), violations, component -> {
                    Object value = given.get(component.name());
                    return value != null
                            ? value
                            : component(message, prefix, component, component.in(defaults), violations);
                })
                .orElse(defaults);
    }

    /** Of a kind that has a name, as a route. */
    <E extends Record> Optional<E> named(Message message, Schema<E> schema, Violations violations) {
        Component first = schema.components().get(0);
        Map<String, Object> values = new HashMap<>();
        for (Component component : schema.components()) {
            Object value = component == first
                    ? message.getField(message.getDescriptorForType().findFieldByName(first.key()))
                    : component(message, "", component, component.defaultValue().orElse(MISSING), violations);
            if (value == MISSING) {
                violations.add(component.key().replace('-', '_'), "is missing or cannot be read");
                return Optional.empty();
            }
            values.put(component.name(), value);
        }
        return read(message, "", schema, violations, component -> Objects.requireNonNull(values.get(component.name())));
    }

    private static <R extends Record> Optional<R> read(
            Message message,
            String prefix,
            Schema<R> schema,
            Violations violations,
            Function<Component, Object> values) {
        try {
            return Optional.of(schema.make(values));
        } catch (InvalidSettings e) {
            for (InvalidSettings.Problem problem : e.problems()) {
                String field = schema.component(problem.key())
                        .filter(Component::isSetting)
                        .map(component -> SettingField.of(message.getDescriptorForType(), prefix, component)
                                .name())
                        .orElse(prefix + problem.key().replace('-', '_'));
                violations.add(field, problem.text());
            }
            return Optional.empty();
        }
    }

    private Object component(
            Message message, String prefix, Component component, Object fallback, Violations violations) {
        if (!component.isSection() && !component.isSetting()) {
            return fallback;
        }
        SettingField place = SettingField.of(message.getDescriptorForType(), prefix, component);
        if (place.isBeside()) {
            return read(message, place.name() + "_", (Record) fallback, Map.of(), violations);
        }
        FieldDescriptor field = place.required();
        if (component.isSection()) {
            return read((Message) message.getField(field), (Record) fallback, violations.at(field.getName()));
        }
        if (component.blocks().isPresent()) {
            return blocks(message, field, component.blocks().get(), violations);
        }
        return isSet(message, field)
                ? violations.read(field.getName(), fallback, () -> value(message, field, component))
                : fallback;
    }

    private List<Object> blocks(Message message, FieldDescriptor field, Blocks<?> type, Violations violations) {
        List<Object> blocks = new ArrayList<>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            Message block = (Message) message.getRepeatedField(field, i);
            named(block, type.schema(), violations.at(field.getName() + "[" + i + "]"))
                    .ifPresent(blocks::add);
        }
        return blocks;
    }

    private static boolean isSet(Message message, FieldDescriptor field) {
        if (field.isRepeated()) {
            return message.getRepeatedFieldCount(field) > 0;
        }
        return field.hasPresence()
                ? message.hasField(field)
                : !message.getField(field).equals(field.getDefaultValue());
    }

    private Object value(Message message, FieldDescriptor field, Component component) {
        Object plain = plainValue(message, field, component);
        return component.defaultValue().orElse(plain) instanceof Optional && !(plain instanceof Optional)
                ? Optional.of(plain)
                : plain;
    }

    private Object plainValue(Message message, FieldDescriptor field, Component component) {
        ValueType<Object> type = component.type();
        Object value = message.getField(field);
        if (field.isMapField()) {
            return texts((List<?>) value);
        }
        if (field.isRepeated()) {
            return type.ofEntries(((List<?>) value)
                    .stream()
                            .flatMap(entry -> type.entry((String) entry).stream())
                            .toList());
        }
        if (value instanceof com.google.protobuf.Duration span) {
            return Times.of(span);
        }
        if (value instanceof EnumValueDescriptor word) {
            return type.parse(known(word));
        }
        if (value instanceof Double number) {
            return type.parse(decimal(number));
        }
        return value instanceof String text ? named(component.setting().kind(), type.parse(text)) : value;
    }

    private static Map<String, String> texts(List<?> entries) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object entry : entries) {
            Message pair = (Message) entry;
            List<FieldDescriptor> parts = pair.getDescriptorForType().getFields();
            texts.put((String) pair.getField(parts.get(0)), (String) pair.getField(parts.get(1)));
        }
        return texts;
    }

    private static String known(EnumValueDescriptor word) {
        List<String> words = word.getType().getValues().stream()
                .filter(value -> value.getNumber() != 0)
                .map(EnumValueDescriptor::getName)
                .toList();
        if (!words.contains(word.getName())) {
            throw new IllegalArgumentException(word.getNumber() + " is unknown, expected " + Values.oneOf(words));
        }
        return word.getName();
    }

    private static String decimal(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(number + " is not a percentage, expected a number from 0 to 100");
        }
        return Double.toString(number);
    }

    private Object named(Setting.Kind kind, Object value) {
        boolean none = value.equals("") || kind == Setting.Kind.LOG && value.equals(AccessLog.STDOUT);
        return switch (kind) {
            case PLAIN, SIZE, PERCENT -> value;
            case FILE, FOLDER ->
                none ? value : files.existing(ROOT, absolute((String) value)).toString();
            case LOG -> none ? value : files.log(ROOT, absolute((String) value)).toString();
        };
    }

    /** The server's own folder means nothing to a caller, so a file is named from the root on. */
    private static String absolute(String text) {
        if (!Path.of(text).isAbsolute()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not absolute, expected a file on the server such as /etc/ssl/ca.pem");
        }
        return text;
    }
}
