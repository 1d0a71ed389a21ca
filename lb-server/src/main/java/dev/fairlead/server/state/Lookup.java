package dev.fairlead.server.state;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.desired.Pool;

/** Finds what a change names, or says what is there instead. */
final class Lookup {

    private Lookup() {}

    static Pool pool(DesiredState state, String name) {
        return state.pool(name)
                .orElseThrow(() -> new ChangeRefused(
                        ChangeRefused.Kind.NOT_FOUND,
                        "pools",
                        "there is no pool \"" + name + "\""
                                + NearestName.hint(name, state.pools().keySet())));
    }

    static Backend backend(DesiredState state, String pool, String id) {
        Pool present = pool(state, pool);
        return present.backend(id)
                .orElseThrow(() -> new ChangeRefused(
                        ChangeRefused.Kind.NOT_FOUND,
                        "pools." + pool + ".backends",
                        "pool \"" + pool + "\" has no backend \"" + id + "\""
                                + NearestName.hint(
                                        id,
                                        present.backends().stream()
                                                .map(Backend::id)
                                                .toList())));
    }
}
