package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A desired state as stored. Checks become stricter over the years, and states are stored as differences from the
 * previous one. So a part that is no longer accepted is kept as such, and later states are read until one replaces it.
 */
public final class StoredState {
    private final Part<Frontend> frontend;
    private final Map<String, StoredPool> pools;

    private StoredState(Part<Frontend> frontend, Map<String, StoredPool> pools) {
        this.frontend = frontend;
        this.pools = pools;
    }

    public static StoredState of(DesiredState desired) {
        Map<String, StoredPool> pools = new LinkedHashMap<>();
        desired.pools().forEach((name, pool) -> pools.put(name, StoredPool.of(pool)));
        return new StoredState(Part.of(desired.frontend()), pools);
    }

    static StoredState readWhole(ByteReader in, Forms forms) {
        Part<Frontend> frontend = in.part(forms.frontend());
        Map<String, StoredPool> pools = new LinkedHashMap<>();
        for (long i = in.number(); i > 0; i--) {
            StoredPool.readWhole(in, pools, forms);
        }
        return new StoredState(frontend, pools);
    }

    StoredState edited(ByteReader in, Forms forms) {
        Part<Frontend> now = in.bool() ? in.part(forms.frontend()) : frontend;
        Map<String, StoredPool> changed = new LinkedHashMap<>(pools);
        in.list(Form.TEXT).forEach(changed::remove);
        for (long i = in.number(); i > 0; i--) {
            StateDelta.readPool(in, pools, changed, forms);
        }
        return new StoredState(now, changed);
    }

    /** @throws UnreadableBytes if something of it is not accepted */
    public DesiredState desired() {
        Map<String, Pool> named = new LinkedHashMap<>();
        pools.forEach((name, pool) -> named.put(name, pool.pool()));
        return new DesiredState(frontend.accepted(), named);
    }

    /** The same, or nothing if something of it is not accepted. */
    public Optional<DesiredState> accepted() {
        return refusal() == null ? Optional.of(desired()) : Optional.empty();
    }

    /** Why it is not accepted; null if it is. */
    public @Nullable UnreadableBytes refusal() {
        try {
            desired();
            return null;
        } catch (NotAccepted refused) {
            return refused;
        }
    }
}
