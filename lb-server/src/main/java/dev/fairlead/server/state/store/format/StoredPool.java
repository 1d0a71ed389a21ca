package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pool of a stored state. */
final class StoredPool {
    private final Part<Pool> policies;
    private final Map<String, Part<Backend>> backends;

    /** Made when it is asked for; the one that is wanted, if it comes from there. */
    private @Nullable Pool whole;

    private StoredPool(Part<Pool> policies, Map<String, Part<Backend>> backends) {
        this.policies = policies;
        this.backends = backends;
    }

    static StoredPool of(Pool pool) {
        Map<String, Part<Backend>> backends = new LinkedHashMap<>();
        pool.backends().forEach(backend -> backends.put(backend.id(), Part.of(backend)));
        StoredPool stored = new StoredPool(Part.of(pool), backends);
        stored.whole = pool;
        return stored;
    }

    /** @param into learns what it is called, which is known even of one that is not accepted */
    static StoredPool readWhole(ByteReader in, Map<String, StoredPool> into, Forms forms) {
        return in.record(() -> {
            String name = in.nameOfRecord();
            StoredPool pool = new StoredPool(in.part(forms.policies()), new LinkedHashMap<>());
            pool.readBackends(in, forms);
            into.put(name, pool);
            return pool;
        });
    }

    StoredPool edited(ByteReader in, Forms forms) {
        Part<Pool> now = in.bool() ? in.part(forms.policies()) : policies;
        StoredPool pool = new StoredPool(now, new LinkedHashMap<>(backends));
        in.list(Form.TEXT).forEach(pool.backends::remove);
        pool.readBackends(in, forms);
        return pool;
    }

    private void readBackends(ByteReader in, Forms forms) {
        for (long i = in.number(); i > 0; i--) {
            String id = in.nameOfRecord();
            backends.put(id, in.part(forms.backend()));
        }
    }

    /** @throws NotAccepted if something of it is not accepted */
    Pool pool() {
        Pool made = whole;
        if (made == null) {
            List<Backend> all = backends.values().stream().map(Part::accepted).toList();
            made = policies.accepted().withBackends(all);
            whole = made;
        }
        return made;
    }
}
