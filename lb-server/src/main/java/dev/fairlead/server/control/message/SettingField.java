package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.fairlead.server.desired.Component;
import org.jspecify.annotations.Nullable;

/**
 * Where a component of a record stands in a message: in the field of the same name, a percentage also with its unit behind it.
 * The settings of a section stand in a message of their own, or beside the others with the section's name in front.
 *
 * @param field null for a section without a message of its own
 */
record SettingField(
        Component component, String name, @Nullable FieldDescriptor field) {

    /** @param prefix of the section that the component lies in, empty if that has a message of its own */
    static SettingField of(Descriptor message, String prefix, Component component) {
        String name = prefix + component.key().replace('-', '_');
        FieldDescriptor field = message.findFieldByName(name);
        if (field == null && component.isSetting()) {
            field = message.findFieldByName(name + "_percent");
            if (field == null) {
                throw new IllegalStateException(message.getFullName() + " has no field for " + component);
            }
        }
        return new SettingField(component, field == null ? name : field.getName(), field);
    }

    /** Whether it is a section whose settings stand beside those around it. */
    boolean isBeside() {
        return component.isSection() && field == null;
    }

    FieldDescriptor required() {
        if (field == null) {
            throw new IllegalStateException(component + " has no field of its own");
        }
        return field;
    }
}
