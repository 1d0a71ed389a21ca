package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one desired state has differently from another, a line for each setting. */
public final class Differences {
    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    public static List<String> between(DesiredState before, DesiredState after) {
        Differences found = new Differences();
        found.section("", before.frontend(), after.frontend());
        before.pools().keySet().stream()
                .filter(name -> !after.pools().containsKey(name))
                .forEach(name -> found.lines.add("pool " + name + " removed"));
        after.pools()
                .forEach((name, pool) -> before.pool(name)
                        .ifPresentOrElse(
                                former -> found.pool(former, pool), () -> found.lines.add("pool " + name + " added")));
        return List.copyOf(found.lines);
    }

    private void pool(Pool before, Pool after) {
        String name = "pool " + after.name() + " ";
        section(name, before.withBackends(List.of()), after.withBackends(List.of()));
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
                section(pool + "backend " + id + " ", former, backend);
            }
        });
    }

    private static Map<String, Backend> byId(Pool pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), backend));
        return backends;
    }

    private void section(String path, Object before, Object after) {
        for (Setting setting : Setting.of(after.getClass())) {
            Object was = setting.in(before);
            Object is = setting.in(after);
            if (was.equals(is)) {
                continue;
            }
            if (Setting.isSection(is)) {
                section(path + setting.name() + ".", was, is);
            } else {
                lines.add(path + setting.name() + " " + Setting.text(was) + " -> " + Setting.text(is));
            }
        }
    }
}
