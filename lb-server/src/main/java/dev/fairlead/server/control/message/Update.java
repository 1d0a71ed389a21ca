package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.Descriptor;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Some settings of a record, made what a request wants; the others stay as they are when the change is made, whoever changed
 * them since the request was sent.
 *
 * @param message the type of message that the request had
 */
record Update<R extends Record>(R wanted, Descriptor message, Mask mask) {

    /**
     * The fields of a message that may be updated.
     *
     * @param identity the component that says which one is updated
     */
    static Set<String> fields(Class<? extends Record> type, Descriptor message, String identity) {
        Set<String> fields = new LinkedHashSet<>();
        for (Component component : Schema.of(type).components()) {
            if ((component.isSection() || component.isSetting())
                    && !component.name().equals(identity)) {
                fields.add(SettingField.of(message, "", component).name());
            }
        }
        return fields;
    }

    R of(R present) {
        return merged(message, "", "", present, wanted);
    }

    /** @param group the fields that the message lies in, with a dot at the end */
    private <S extends Record> S merged(Descriptor type, String group, String prefix, S is, S shall) {
        return Schema.of(is).make(component -> {
            Object now = component.in(is);
            return component.isSection() || component.isSetting()
                    ? component(SettingField.of(type, prefix, component), type, group, now, component.in(shall))
                    : now;
        });
    }

    private Object component(SettingField place, Descriptor type, String group, Object is, Object shall) {
        if (place.isBeside()) {
            return merged(type, group, place.name() + "_", (Record) is, (Record) shall);
        }
        String path = group + place.name();
        if (place.component().isSection()) {
            return merged(place.required().getMessageType(), path + ".", "", (Record) is, (Record) shall);
        }
        if (is instanceof StrategyChoice now && shall instanceof StrategyChoice then) {
            return new StrategyChoice(
                    (mask.has(path + ".name") ? then : now).name(),
                    (mask.has(path + ".options") ? then : now).options());
        }
        if (is instanceof Map<?, ?> now && shall instanceof Map<?, ?> then && !mask.has(path)) {
            return entries(path, now, then);
        }
        return mask.has(path) ? shall : is;
    }

    private Map<Object, Object> entries(String path, Map<?, ?> is, Map<?, ?> shall) {
        Map<Object, Object> texts = new LinkedHashMap<>(is);
        for (String name : mask.entriesOf(path)) {
            if (shall.containsKey(name)) {
                texts.put(name, shall.get(name));
            } else {
                texts.remove(name);
            }
        }
        return texts;
    }
}
