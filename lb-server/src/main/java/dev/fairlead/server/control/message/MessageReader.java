package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.ValueType;
import dev.fairlead.server.desired.Values;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads records of settings out of messages; what is not set has its default. */
public final class MessageReader {

    private static final Path ROOT = Path.of("/");

    private final AllowedFiles files;

    @Inject
    public MessageReader(AllowedFiles files) {
        this.files = files;
    }

    <R extends Record> R read(Message message, R defaults, Violations violations) {
        return read(message, "", defaults, Map.of(), violations);
    }

    /** @param given components that are read otherwise, by their names in Java */
    <R extends Record> R read(Message message, R defaults, Map<String, Object> given, Violations violations) {
        return read(message, "", defaults, given, violations);
    }

    private <R extends Record> R read(
            Message message, String prefix, R defaults, Map<String, Object> given, Violations violations) {
        Schema<R> schema = Schema.of(defaults);
        try {
            return schema.make(component -> {
                Object value = given.get(component.name());
                return value != null
                        ? value
                        : component(message, prefix, component, component.in(defaults), violations);
            });
        } catch (InvalidSettings e) {
            for (InvalidSettings.Problem problem : e.problems()) {
                String field = schema.component(problem.key())
                        .filter(Component::isSetting)
                        .map(component -> SettingField.of(message.getDescriptorForType(), prefix, component)
                                .name())
                        .orElse(prefix + problem.key().replace('-', '_'));
                violations.add(field, problem.text());
            }
            return defaults;
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
        return isSet(message, field)
                ? violations.read(field.getName(), fallback, () -> value(message, field, component))
                : fallback;
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
