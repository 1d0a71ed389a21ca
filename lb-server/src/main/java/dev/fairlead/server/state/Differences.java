package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Blocks;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The differences between two desired states, one line for each setting. */
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

    private void blocks(String path, Map<String, ? extends Record> before, Map<String, ? extends Record> after) {
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> lines.add(path + name + " removed"));
        after.forEach((name, block) -> {
            Record former = before.get(name);
            if (former == null) {
                lines.add(path + name + " added");
            } else if (!former.equals(block)) {
                section(path + name + " ", former, block);
            }
        });
        if (!kept(before, after).equals(kept(after, before))) {
            lines.add(
                    path + "order " + String.join(", ", before.keySet()) + " -> " + String.join(", ", after.keySet()));
        }
    }

    private static List<String> kept(Map<String, ?> names, Map<String, ?> others) {
        return names.keySet().stream().filter(others::containsKey).toList();
    }

    private static Map<String, Backend> byId(Pool pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), backend));
        return backends;
    }

    private void section(String path, Record before, Record after) {
        for (Component component : Schema.of(after).components()) {
            Object was = component.in(before);
            Object is = component.in(after);
            if (was.equals(is)) {
                continue;
            }
            if (component.isSection()) {
                section(path + component.key() + ".", (Record) was, (Record) is);
            } else if (component.blocks().isPresent()) {
                Blocks<?> blocks = component.blocks().get();
                blocks(path + component.key().replaceFirst("s$", " "), blocks.byName(was), blocks.byName(is));
            } else {
                ValueType<Object> type = component.type();
                lines.add(path + component.key() + " " + type.shown(was) + " -> " + type.shown(is));
            }
        }
    }
}
