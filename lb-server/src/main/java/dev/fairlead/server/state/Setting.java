package dev.fairlead.server.state;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One setting of a record of the desired state. Records are taken apart by their components, so that a setting that is
 * added to one is compared and merged without anybody thinking of it.
 */
final class Setting {

    /** The records that are sections of a file; every other value is one setting, whatever it is made of. */
    private static final Set<Class<?>> SECTIONS = Set.of(
            AccessLog.class,
            Backend.class,
            Connections.class,
            Ejection.class,
            Frontend.class,
            Headers.class,
            HealthPolicy.class,
            Limits.class,
            Monitoring.class,
            Pool.class,
            RetryPolicy.class,
            Shutdown.class,
            Timeouts.class,
            UpstreamTls.class);

    /** Where a file spells a setting otherwise than its component's name in lower case with hyphens. */
    private static final Map<String, String> SPELLED = Map.ofEntries(
            Map.entry("Backend.admin", "admin state"),
            Map.entry("HealthPolicy.expectBody", "expect.body"),
            Map.entry("HealthPolicy.expectStatus", "expect.status"),
            Map.entry("Limits.headerBytes", "header"),
            Map.entry("Limits.headerCount", "headers"),
            Map.entry("Pool.health", "health-check"),
            Map.entry("RetryPolicy.budgetMinPerSecond", "budget.min-per-second"),
            Map.entry("RetryPolicy.budgetPercent", "budget.percent"),
            Map.entry("RetryPolicy.connectFailure", "on.connect-failure"),
            Map.entry("RetryPolicy.reset", "on.reset"),
            Map.entry("RetryPolicy.statuses", "on.statuses"),
            Map.entry("RetryPolicy.timeout", "on.timeout"));

    private final RecordComponent component;

    private Setting(RecordComponent component) {
        this.component = component;
    }

    static List<Setting> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(Setting::new).toList();
    }

    static boolean isSection(Object value) {
        return SECTIONS.contains(value.getClass());
    }

    /** As a file spells it. */
    String name() {
        String name = component.getName();
        String section = component.getDeclaringRecord().getSimpleName();
        return SPELLED.getOrDefault(
                section + "." + name, name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    Object in(Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the records of a desired state are public", e);
        }
    }

    /**
     * A record like another one, of other values.
     *
     * @param path of its settings in a file, with a dot at the end if it is not empty
     * @throws InvalidSettings if they do not go together, with the paths of those that do not
     */
    static <R extends Record> R section(String path, R like, Function<Setting, Object> value) {
        Object[] values = of(like.getClass()).stream().map(value).toArray();
        try {
            return record(type(like), values);
        } catch (InvalidSettings e) {
            throw new InvalidSettings(e.problems().stream()
                    .map(problem -> new InvalidSettings.Problem(path + problem.key(), problem.text()))
                    .toList());
        }
    }

    @SuppressWarnings("unchecked") // of a final class
    private static <R extends Record> Class<R> type(R record) {
        return (Class<R>) record.getClass();
    }

    private static <R> R record(Class<R> type, Object... values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the records of a desired state are public", e);
        }
    }

    /** As a file would say it. */
    static String text(Object value) {
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(Setting::text).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = value.toString();
        return text.isEmpty() ? "\"\"" : text;
    }
}
