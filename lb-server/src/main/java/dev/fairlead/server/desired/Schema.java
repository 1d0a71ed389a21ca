package dev.fairlead.server.desired;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a record of settings consists of. Files, messages, bytes, differences and merges all go through here, so that a setting
 * which is added to a record is known to every one of them.
 */
public final class Schema<R extends Record> {

    private static final ClassValue<Schema<?>> KNOWN = new ClassValue<>() {
        @Override
        protected Schema<?> computeValue(Class<?> type) {
            return new Schema<>(type.asSubclass(Record.class));
        }
    };

    private final Constructor<R> constructor;
    private final List<Component> components;
    private final List<String> keys;

    private Schema(Class<R> type) {
        RecordComponent[] parts = type.getRecordComponents();
        try {
            constructor = type.getConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("records of settings are public", e);
        }
        components = Arrays.stream(parts).map(Component::of).toList();
        keys = components.stream().map(Component::key).toList();
    }

    @SuppressWarnings("unchecked") // a class's schema is of that class
    public static <R extends Record> Schema<R> of(Class<R> type) {
        return (Schema<R>) KNOWN.get(type);
    }

    @SuppressWarnings("unchecked") // records are final
    public static <R extends Record> Schema<R> of(R record) {
        return of((Class<R>) record.getClass());
    }

    public List<Component> components() {
        return components;
    }

    /** As files spell them, in order. */
    public List<String> keys() {
        return keys;
    }

    /** The default of every setting; of a record whose components are settings and sections alone. */
    public R defaults() {
        return make(component ->
                component.defaultValue().orElseThrow(() -> new IllegalStateException(component + " has no default")));
    }

    /** Defaults, but for what is given by its name in Java. */
    public R defaults(Map<String, Object> given) {
        return make(component -> {
            Object value = given.get(component.name());
            return value != null ? value : component.defaultValue().orElseThrow();
        });
    }

    /** @throws InvalidSettings if the record refuses the values */
    public R make(Function<Component, Object> value) {
        try {
            return constructor.newInstance(components.stream().map(value).toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of settings are public", e);
        }
    }

    /**
     * The same, with the paths of what is refused.
     *
     * @param path of the record in a file, with a dot at its end if it is not empty
     */
    public R make(String path, Function<Component, Object> value) {
        try {
            return make(value);
        } catch (InvalidSettings e) {
            throw new InvalidSettings(e.problems().stream()
                    .map(problem -> new InvalidSettings.Problem(path + problem.key(), problem.text()))
                    .toList());
        }
    }

    /** @param name in Java */
    public static <R extends Record> R with(R record, String name, Object value) {
        return with(record, Map.of(name, value));
    }

    static <R extends Record> R with(R record, Map<String, Object> changed) {
        Schema<R> schema = of(record);
        if (!schema.components.stream().map(Component::name).toList().containsAll(changed.keySet())) {
            throw new IllegalArgumentException(changed.keySet() + " of " + schema.components);
        }
        return schema.make(component -> changed.getOrDefault(component.name(), component.in(record)));
    }

    /** Every setting in it, those of sections too, by its path. */
    public Map<String, Component> settings() {
        Map<String, Component> all = new LinkedHashMap<>();
        for (Component component : components) {
            if (component.isSection()) {
                component.section().settings().forEach((key, setting) -> all.put(component.key() + "." + key, setting));
            } else if (component.isSetting()) {
                all.put(component.key(), component);
            }
        }
        return all;
    }

    /**
     * What a record says in every setting, by its path.
     *
     * @param record one of this schema
     */
    public Map<String, Object> values(Record record) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Component component : components) {
            Object value = component.in(record);
            if (component.isSection()) {
                component
                        .section()
                        .values((Record) value)
                        .forEach((key, inner) -> all.put(component.key() + "." + key, inner));
            } else if (component.isSetting()) {
                all.put(component.key(), value);
            }
        }
        return all;
    }

    /** The same, as a command line would spell it. */
    public Map<String, String> texts(Record record) {
        Map<String, Component> settings = settings();
        Map<String, String> texts = new LinkedHashMap<>();
        values(record)
                .forEach((key, value) -> texts.put(
                        key, Objects.requireNonNull(settings.get(key)).type().text(value)));
        return texts;
    }

    public Optional<Component> component(String key) {
        int at = keys.indexOf(key);
        return at < 0 ? Optional.empty() : Optional.of(components.get(at));
    }
}
