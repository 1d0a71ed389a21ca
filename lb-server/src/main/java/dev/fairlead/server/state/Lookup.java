package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;

/** Finds what a change names, or says what exists instead. */
final class Lookup {

    private Lookup() {}

    static Pool pool(DesiredState state, String name) {
        return state.pool(name)
                .orElseThrow(() -> ChangeRefused.noPool(name, state.pools().keySet()));
    }

    static Backend backend(DesiredState state, String pool, String id) {
        Pool present = pool(state, pool);
        return present.backend(id)
                .orElseThrow(() -> ChangeRefused.noBackend(
                        pool, id, present.backends().stream().map(Backend::id).toList()));
    }
}
