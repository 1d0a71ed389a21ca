package dev.fairlead.server.state;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Blocks;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges a changed file with run-time changes: a change in the file since it was last applied wins, and a run-time
 * change that the file does not touch stays. This applies to every setting separately, and to every pool and backend
 * that was added or removed.
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
     * @param base the file as last applied
     * @param file the file now
     * @throws ChangeRefused if the result is inconsistent, naming the run-time change
     */
    public static DesiredState merge(DesiredState base, DesiredState file, DesiredState running) {
        try {
            return new ThreeWay(base, file, running).merged();
        } catch (InvalidSettings e) {
            throw RunTimeConflict.of(e, base, running);
        }
    }

    private DesiredState merged() {
        Map<String, Pool> pools = members(base.pools(), file.pools(), running.pools(), "pools.", ThreeWay::pool);
        return new DesiredState(section("", base.frontend(), file.frontend(), running.frontend()), pools).checked();
    }

    private static Pool pool(String path, @Nullable Pool base, Pool file, Pool running) {
        Map<String, Backend> former = base == null ? Map.of() : byId(base);
        Map<String, Backend> backends =
                members(former, byId(file), byId(running), path + "backends.", ThreeWay::backend);
        Pool policies = base == null ? file : section(path, base, file, running);
        return policies.withBackends(List.copyOf(backends.values()));
    }

    /** Adding an existing backend to the file is about its address and says nothing about maintenance. */
    private static Backend backend(String path, @Nullable Backend base, Backend file, Backend running) {
        if (base != null) {
            return section(path, base, file, running);
        }
        return file.adminState() == AdminState.READY ? file.withAdminState(running.adminState()) : file;
    }

    private static <R extends Record> R section(String path, R base, R file, R running) {
        return Schema.of(file)
                .make(
                        path,
                        component ->
                                value(path, component, component.in(base), component.in(file), component.in(running)));
    }

    private static Object value(String path, Component component, Object base, Object file, Object running) {
        if (component.isSection()) {
            return section(path + component.key() + ".", (Record) base, (Record) file, (Record) running);
        }
        if (component.blocks().isPresent()) {
            return blocks(path + component.key() + ".", component.blocks().get(), base, file, running);
        }
        return file.equals(base) ? running : file;
    }

    private static <E extends Record> List<E> blocks(
            String path, Blocks<E> blocks, Object base, Object file, Object running) {
        Map<String, E> merged =
                members(blocks.byName(base), blocks.byName(file), blocks.byName(running), path, ThreeWay::block);
        return List.copyOf(merged.values());
    }

    private static <E extends Record> E block(String path, @Nullable E base, E file, E running) {
        return base == null ? file : section(path, base, file, running);
    }

    private static Map<String, Backend> byId(Pool pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), backend));
        return backends;
    }

    /**
     * In the running order where the file still has its former one and nothing comes back; otherwise in the file's order, and behind it what
     * exists at run time alone.
     */
    private static <T> Map<String, T> members(
            Map<String, T> base, Map<String, T> file, Map<String, T> running, String path, Merge<T> merge) {
        boolean ordered = List.copyOf(base.keySet()).equals(List.copyOf(file.keySet()))
                && file.keySet().stream()
                        .noneMatch(name -> comesBack(base.get(name), file.get(name), running.get(name)));
        Set<String> names = new LinkedHashSet<>((ordered ? running : file).keySet());
        names.addAll((ordered ? file : running).keySet());
        Map<String, T> merged = new LinkedHashMap<>();
        for (String name : names) {
            T kept = member(path + name + ".", base.get(name), file.get(name), running.get(name), merge);
            if (kept != null) {
                merged.put(name, kept);
            }
        }
        return merged;
    }

    private static <T> @Nullable T member(
            String path, @Nullable T base, @Nullable T file, @Nullable T running, Merge<T> merge) {
        if (file == null) {
            boolean removedFromFile = base != null;
            return removedFromFile ? null : running;
        }
        if (running == null) {
            return comesBack(base, file, running) ? file : null;
        }
        return merge.of(path, base, file, running);
    }

    /** Removed at run time and changed in the file since. */
    private static <T> boolean comesBack(@Nullable T base, @Nullable T file, @Nullable T running) {
        return running == null && file != null && !file.equals(base);
    }

    private interface Merge<T> {
        T of(String path, @Nullable T base, T file, T running);
    }
}
