package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a changed file together with what was changed while running: what changed in the file since it was last
 * applied wins, and what was changed while running and not touched in the file stays. That holds for every setting by
 * itself, and for every pool and backend that came or went.
 */
public final class ThreeWay {
    private final DesiredState base;
    private final DesiredState file;
    private final DesiredState running;

    private ThreeWay(DesiredState base, DesiredState file, DesiredState running) {
        this.base = base;
        this.file = file;
        this.running = running;
    }

    /**
     * @param base the file as it was applied last
     * @param file the file now
     */
    public static DesiredState merge(DesiredState base, DesiredState file, DesiredState running) {
        return new ThreeWay(base, file, running).merged();
    }

    private DesiredState merged() {
        Map<String, Pool> pools = members(base.pools(), file.pools(), running.pools(), ThreeWay::pool);
        return new DesiredState(frontend(base.frontend(), file.frontend(), running.frontend()), pools);
    }

    private static Frontend frontend(Frontend base, Frontend file, Frontend running) {
        Settings<Frontend> by = new Settings<>(base, file, running);
        return new Frontend(
                by.pick(Frontend::listen),
                by.pick(Frontend::trustedProxies),
                by.pick(Frontend::limits),
                by.pick(Frontend::monitoring),
                by.pick(Frontend::accessLog),
                by.pick(Frontend::shutdown));
    }

    private static Pool pool(Pool base, Pool file, Pool running) {
        Settings<Pool> by = new Settings<>(base, file, running);
        Map<String, Backend> backends = members(byId(base), byId(file), byId(running), ThreeWay::backend);
        return new Pool(
                file.name(),
                backends.values().stream().toList(),
                by.pick(Pool::strategy),
                by.pick(Pool::health),
                by.pick(Pool::timeouts),
                by.pick(Pool::connections),
                by.pick(Pool::retry),
                by.pick(Pool::tls),
                by.pick(Pool::minHealthy),
                by.pick(Pool::slowStart),
                by.pick(Pool::backendHeaderOnResponse));
    }

    private static Backend backend(Backend base, Backend file, Backend running) {
        Settings<Backend> by = new Settings<>(base, file, running);
        return new Backend(
                file.id(),
                by.pick(Backend::url),
                by.pick(Backend::weight),
                by.pick(Backend::tags),
                by.pick(Backend::admin));
    }

    private static Map<String, Backend> byId(Pool pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), backend));
        return backends;
    }

    /** In the file's order, and behind it what exists at run time alone. */
    private static <T> Map<String, T> members(
            Map<String, T> base, Map<String, T> file, Map<String, T> running, Merge<T> merge) {
        Map<String, T> merged = new LinkedHashMap<>();
        file.forEach((name, now) -> {
            T kept = inFile(base.get(name), now, running.get(name), merge);
            if (kept != null) {
                merged.put(name, kept);
            }
        });
        running.forEach((name, present) -> {
            boolean removedFromFile = base.containsKey(name);
            if (!file.containsKey(name) && !removedFromFile) {
                merged.put(name, present);
            }
        });
        return merged;
    }

    private static <T> @Nullable T inFile(@Nullable T base, T file, @Nullable T running, Merge<T> merge) {
        if (running == null) {
            boolean removedAtRunTime = file.equals(base);
            return removedAtRunTime ? null : file;
        }
        return base == null ? file : merge.of(base, file, running);
    }

    private interface Merge<T> {
        T of(T base, T file, T running);
    }

    /** The three forms of one record. */
    private record Settings<R>(R base, R file, R running) {
        <T> T pick(Function<R, T> setting) {
            T now = setting.apply(file);
            return Objects.equals(setting.apply(base), now) ? setting.apply(running) : now;
        }
    }
}
