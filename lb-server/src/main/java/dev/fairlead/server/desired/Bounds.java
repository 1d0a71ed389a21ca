package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.Optional;

/** Which values a setting may have. */
interface Bounds {

    /** How the names of types begin whose values need not be said. */
    String OPTIONAL = "optional ";

    Bounds NONE = (value, checks) -> {};

    void check(Object value, Checks checks);

    static Bounds of(String key, Setting setting, ValueType<?> type) {
        String name = type.name();
        if (!name.startsWith(OPTIONAL)) {
            return of(name, key, setting, type);
        }
        Bounds bounds = of(name.substring(OPTIONAL.length()), key, setting, type);
        return (value, checks) -> ((Optional<?>) value).ifPresent(said -> bounds.check(said, checks));
    }

    private static Bounds of(String name, String key, Setting setting, ValueType<?> type) {
        boolean some = !setting.min().isEmpty();
        return switch (name) {
            case "duration" ->
                some
                        ? (value, checks) -> checks.positive(key, (Duration) value)
                        : (value, checks) -> checks.notNegative(key, (Duration) value);
            case "percentage" -> (value, checks) -> checks.percentage(key, ((Number) value).doubleValue());
            case "number", "size" -> {
                long least = some ? number(type, setting.min()) : 0;
                if (setting.max().isEmpty()) {
                    yield (value, checks) -> checks.atLeast(key, ((Number) value).longValue(), least);
                }
                long most = number(type, setting.max());
                yield (value, checks) -> checks.between(key, ((Number) value).longValue(), least, most);
            }
            case "list of blocks" -> (value, checks) -> ((Blocks<?>) type).check(key, value, checks);
            default -> NONE;
        };
    }

    private static long number(ValueType<?> type, String text) {
        Object value = type.parse(text);
        return ((Number) (value instanceof Optional<?> said ? said.orElseThrow() : value)).longValue();
    }
}
