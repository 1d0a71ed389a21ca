package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A desired state as its difference from another one, so that a change of one backend in a thousand takes a hundred
 * bytes. The result is read back at once: if it is not exactly the intended state, as after a change of order, the pool
 * or the whole state is written instead.
 */
public final class StateDelta {
    private static final int WHOLE = 0;
    private static final int EDITED = 1;

    private StateDelta() {}

    /** @param before the state that the reader will have; null if none */
    public static void write(ByteWriter out, @Nullable DesiredState before, DesiredState after) {
        int start = out.length();
        if (before != null) {
            out.record(() -> edited(out, before, after));
            if (same(after, read(new ByteReader(out.toBytes(start)), before))) {
                return;
            }
            out.cutTo(start);
        }
        out.record(() -> {
            out.octet(WHOLE);
            Forms.PRESENT.frontend().write(out, after.frontend());
            out.number(after.pools().size());
            after.pools().values().forEach(pool -> whole(out, pool));
        });
    }

    private static void whole(ByteWriter out, Pool pool) {
        out.record(() -> {
            Forms.PRESENT.policies().write(out, pool);
            out.list(pool.backends(), Forms.PRESENT.backend());
        });
    }

    /** @throws UnreadableBytes also if there is something in it that this version does not accept */
    public static DesiredState read(ByteReader in, @Nullable DesiredState before) {
        return readStored(in, before == null ? null : StoredState.of(before), Forms.PRESENT)
                .desired();
    }

    public static StoredState readStored(ByteReader in, @Nullable StoredState before, Forms forms) {
        return in.record(() -> {
            boolean whole = in.octet() == WHOLE;
            if (!whole && before == null) {
                throw new UnreadableBytes("has a change at byte " + in.position() + " with no state before it");
            }
            return whole || before == null ? StoredState.readWhole(in, forms) : before.edited(in, forms);
        });
    }

    private static void edited(ByteWriter out, DesiredState before, DesiredState after) {
        out.octet(EDITED);
        boolean frontend = !Forms.PRESENT.frontend().same(before.frontend(), after.frontend());
        out.bool(frontend);
        if (frontend) {
            Forms.PRESENT.frontend().write(out, after.frontend());
        }
        out.list(without(before.pools(), after.pools()), Form.TEXT);
        List<Pool> changed = after.pools().values().stream()
                .filter(pool -> !same(before.pools().get(pool.name()), pool))
                .toList();
        out.number(changed.size());
        changed.forEach(pool -> pool(out, before.pools().get(pool.name()), pool));
    }

    private static void pool(ByteWriter out, @Nullable Pool before, Pool after) {
        int start = out.length();
        if (before != null) {
            out.octet(EDITED);
            out.text(after.name());
            editedPool(out, before, after);
            if (same(after, readBack(new ByteReader(out.toBytes(start)), before))) {
                return;
            }
            out.cutTo(start);
        }
        out.octet(WHOLE);
        whole(out, after);
    }

    /** @param into takes it under its name */
    static void readPool(ByteReader in, Map<String, StoredPool> before, Map<String, StoredPool> into, Forms forms) {
        if (in.octet() == WHOLE) {
            StoredPool.readWhole(in, into, forms);
            return;
        }
        String name = in.text();
        StoredPool former = before.get(name);
        if (former == null) {
            throw new UnreadableBytes("changes pool \"" + name + "\" before byte " + in.position()
                    + ", which the state before does not have");
        }
        into.put(name, former.edited(in, forms));
    }

    private static Pool readBack(ByteReader in, Pool before) {
        Map<String, StoredPool> read = new LinkedHashMap<>();
        readPool(in, Map.of(before.name(), StoredPool.of(before)), read, Forms.PRESENT);
        return read.values().iterator().next().pool();
    }

    private static void editedPool(ByteWriter out, Pool before, Pool after) {
        boolean policies =
                !Forms.PRESENT.policies().same(before.withBackends(List.of()), after.withBackends(List.of()));
        out.bool(policies);
        if (policies) {
            Forms.PRESENT.policies().write(out, after);
        }
        Map<String, Backend> former = byId(before.backends());
        out.list(without(former, byId(after.backends())), Form.TEXT);
        out.list(
                after.backends().stream()
                        .filter(backend -> !same(Forms.PRESENT.backend(), former.get(backend.id()), backend))
                        .toList(),
                Forms.PRESENT.backend());
    }

    private static boolean same(DesiredState one, DesiredState other) {
        return Forms.PRESENT.frontend().same(one.frontend(), other.frontend())
                && List.copyOf(one.pools().keySet())
                        .equals(List.copyOf(other.pools().keySet()))
                && one.pools().values().stream()
                        .allMatch(pool -> same(other.pools().get(pool.name()), pool));
    }

    /** Backend by backend: most of them are the very same object, which is quickly seen. */
    private static boolean same(@Nullable Pool one, Pool other) {
        if (one == null
                || one.backends().size() != other.backends().size()
                || !Forms.PRESENT.policies().same(one.withBackends(List.of()), other.withBackends(List.of()))) {
            return false;
        }
        for (int i = 0; i < one.backends().size(); i++) {
            if (!Forms.PRESENT
                    .backend()
                    .same(one.backends().get(i), other.backends().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static <T> boolean same(Form<T> form, @Nullable T one, T other) {
        return one != null && form.same(one, other);
    }

    private static <T> Collection<String> without(Map<String, T> before, Map<String, T> after) {
        return before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
    }

    private static Map<String, Backend> byId(List<Backend> backends) {
        Map<String, Backend> named = new LinkedHashMap<>();
        backends.forEach(backend -> named.put(backend.id(), backend));
        return named;
    }
}
