package dev.fairlead.server.desired;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One component of a record of settings: a setting, a section of further ones, or what the record is known by. */
public final class Component {

    private final RecordComponent component;
    private final String key;
    private final @Nullable Setting setting;
    private final @Nullable ValueType<Object> type;
    private final @Nullable Schema<?> section;
    private final Bounds bounds;

    private Component(
            RecordComponent component,
            @Nullable Setting setting,
            @Nullable ValueType<Object> type,
            @Nullable Schema<?> section) {
        this.component = component;
        this.key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        this.setting = setting;
        this.type = type;
        this.section = section;
        this.bounds = setting == null || type == null ? Bounds.NONE : Bounds.of(key, setting, type);
    }

    static Component of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting != null) {
            return new Component(component, setting, ValueTypes.of(component.getGenericType(), setting), null);
        }
        Class<?> type = component.getType();
        return new Component(component, null, null, type.isRecord() ? Schema.of(type.asSubclass(Record.class)) : null);
    }

    /** As Java spells it. */
    public String name() {
        return component.getName();
    }

    /** As a file spells it. */
    public String key() {
        return key;
    }

    public boolean isSetting() {
        return setting != null;
    }

    public boolean isSection() {
        return section != null;
    }

    /** @throws IllegalStateException if it is no setting */
    public Setting setting() {
        return required(setting, "setting");
    }

    /** @throws IllegalStateException if it is no setting */
    public ValueType<Object> type() {
        return required(type, "setting");
    }

    /** @throws IllegalStateException if it is no section */
    public Schema<?> section() {
        return required(section, "section");
    }

    private <T> T required(@Nullable T part, String what) {
        if (part == null) {
            throw new IllegalStateException(
                    component.getDeclaringRecord().getSimpleName() + "." + name() + " is no " + what);
        }
        return part;
    }

    /** How its blocks are read and written, if it is a list of them. */
    public Optional<Blocks<?>> blocks() {
        return (Object) type instanceof Blocks<?> blocks ? Optional.of(blocks) : Optional.empty();
    }

    void check(Object value, Checks checks) {
        bounds.check(value, checks);
    }

    /** Nothing if it has to be said: a name, or a setting of a type that has no empty value. */
    public Optional<Object> defaultValue() {
        if (section != null) {
            return Optional.of(section.defaults());
        }
        return setting == null || isRequired() ? Optional.empty() : Optional.of(type().parse(setting.value()));
    }

    private boolean isRequired() {
        if (!setting().value().isEmpty()) {
            return false;
        }
        try {
            type().parse("");
            return false;
        } catch (IllegalArgumentException noEmptyValue) {
            return true;
        }
    }

    public Object in(Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of settings are public", e);
        }
    }

    @Override
    public String toString() {
        return component.getDeclaringRecord().getSimpleName() + "." + name();
    }
}
