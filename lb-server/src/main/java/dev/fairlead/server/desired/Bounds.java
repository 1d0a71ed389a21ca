package dev.fairlead.server.desired;

import java.time.Duration;

/** Which values a setting may have. */
interface Bounds {

    Bounds NONE = (value, checks) -> {};

    void check(Object value, Checks checks);

    static Bounds of(String key, Setting setting, ValueType<?> type) {
        boolean some = !setting.min().isEmpty();
        return switch (type.name()) {
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
            default -> NONE;
        };
    }

    private static long number(ValueType<?> type, String text) {
        return ((Number) type.parse(text)).longValue();
    }
}
