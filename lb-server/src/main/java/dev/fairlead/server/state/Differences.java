package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What one desired state has differently from another, a line for each setting. */
public final class Differences {
    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    public static List<String> between(DesiredState before, DesiredState after) {
        Differences found = new Differences();
        found.frontend(before.frontend(), after.frontend());
        before.pools().keySet().stream()
                .filter(name -> !after.pools().containsKey(name))
                .forEach(name -> found.lines.add("pool " + name + " removed"));
        after.pools()
                .forEach((name, pool) -> before.pool(name)
                        .ifPresentOrElse(
                                former -> found.pool(former, pool), () -> found.lines.add("pool " + name + " added")));
        return List.copyOf(found.lines);
    }

    private void frontend(Frontend before, Frontend after) {
        setting("listen", before, after, Frontend::listen);
        setting("trusted-proxies", before, after, Frontend::trustedProxies);
        setting("limits", before, after, Frontend::limits);
        setting("monitoring", before, after, Frontend::monitoring);
        setting("access-log", before, after, Frontend::accessLog);
        setting("shutdown", before, after, Frontend::shutdown);
    }

    private void pool(Pool before, Pool after) {
        String name = "pool " + after.name() + " ";
        setting(name + "strategy", before, after, Pool::strategy);
        setting(name + "health-check", before, after, Pool::health);
        setting(name + "timeouts", before, after, Pool::timeouts);
        setting(name + "connections", before, after, Pool::connections);
        setting(name + "retry", before, after, Pool::retry);
        setting(name + "tls", before, after, Pool::tls);
        setting(name + "min-healthy", before, after, Pool::minHealthy);
        setting(name + "slow-start", before, after, Pool::slowStart);
        setting(name + "backend-header-on-response", before, after, Pool::backendHeaderOnResponse);
        if (!before.backends().equals(after.backends())) {
            backends(name, byId(before), byId(after));
        }
    }

    private void backends(String pool, Map<String, Backend> before, Map<String, Backend> after) {
        before.keySet().stream()
                .filter(id -> !after.containsKey(id))
                .forEach(id -> lines.add(pool + "backend " + id + " removed"));
        after.forEach((id, backend) -> {
            Backend former = before.get(id);
            if (former == null) {
                lines.add(pool + "backend " + id + " added at " + backend.url());
            } else if (!former.equals(backend)) {
                backend(pool, former, backend);
            }
        });
    }

    private static Map<String, Backend> byId(Pool pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), backend));
        return backends;
    }

    private void backend(String pool, Backend before, Backend after) {
        String name = pool + "backend " + after.id() + " ";
        setting(name + "url", before, after, Backend::url);
        setting(name + "weight", before, after, Backend::weight);
        setting(name + "tags", before, after, Backend::tags);
        setting(name + "admin state", before, after, Backend::admin);
    }

    private <R, T> void setting(String name, R before, R after, Function<R, T> value) {
        T was = value.apply(before);
        T is = value.apply(after);
        if (!Objects.equals(was, is)) {
            lines.add(name + " " + was + " -> " + is);
        }
    }
}
