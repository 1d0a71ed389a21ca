package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes records of settings into messages, with every setting, also those that nobody set. */
final class MessageWriter {

    private MessageWriter() {}

    static void write(Record record, Message.Builder into) {
        write(record, "", into);
    }

    private static void write(Record record, String prefix, Message.Builder into) {
        for (Component component : Schema.of(record).components()) {
            if (component.isSection() || component.isSetting()) {
                write(SettingField.of(into.getDescriptorForType(), prefix, component), component.in(record), into);
            }
        }
    }

    /** One of a list of blocks, with its name. */
    static void writeNamed(Record record, Message.Builder into) {
        Component name = Schema.of(record).components().get(0);
        into.setField(into.getDescriptorForType().findFieldByName(name.key()), name.in(record));
        write(record, into);
    }

    private static void write(SettingField place, Object value, Message.Builder into) {
        if (place.isBeside()) {
            write((Record) value, place.name() + "_", into);
            return;
        }
        if (value instanceof Optional<?> said) {
            said.ifPresent(it -> write(place, it, into));
            return;
        }
        FieldDescriptor field = place.required();
        if (place.component().isSection()) {
            Message.Builder section = into.newBuilderForField(field);
            write((Record) value, section);
            into.setField(field, section.build());
        } else if (place.component().blocks().isPresent()) {
            for (Object block : (List<?>) value) {
                Message.Builder message = into.newBuilderForField(field);
                writeNamed((Record) block, message);
                into.addRepeatedField(field, message.build());
            }
        } else if (value instanceof StrategyChoice choice) {
            into.setField(field, strategy(choice));
        } else if (value instanceof Map<?, ?> texts) {
            FieldDescriptor key = field.getMessageType().findFieldByName("key");
            FieldDescriptor text = field.getMessageType().findFieldByName("value");
            texts.forEach((name, said) -> into.addRepeatedField(
                    field,
                    into.newBuilderForField(field)
                            .setField(key, name)
                            .setField(text, said)
                            .build()));
        } else {
            setting(place.component().type(), field, value, into);
        }
    }

    private static void setting(ValueType<Object> type, FieldDescriptor field, Object value, Message.Builder into) {
        if (field.isRepeated()) {
            type.entries(value).forEach(text -> into.addRepeatedField(field, text));
            return;
        }
        into.setField(
                field,
                switch (field.getJavaType()) {
                    case MESSAGE -> Times.message((Duration) value);
                    case ENUM -> field.getEnumType().findValueByName(type.text(value));
                    case STRING -> type.text(value);
                    default -> value;
                });
    }

    private static Message strategy(StrategyChoice choice) {
        return dev.fairlead.control.v1.StrategyChoice.newBuilder()
                .setName(choice.name())
                .putAllOptions(choice.options())
                .build();
    }
}
