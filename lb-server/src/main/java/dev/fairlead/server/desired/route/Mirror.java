package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;

/** Who gets a copy of a request; nobody reads the answer. */
public record Mirror(
        @Setting(doc = "pool that gets copies of requests; empty = none. Copies never slow or fail a request")
        String pool,

        @Setting(value = "100%", kind = Setting.Kind.PERCENT, doc = "how many of the requests are copied")
        double percent) {

    public static final Mirror NONE = Schema.of(Mirror.class).defaults();

    public Mirror {
        Checks.of(Mirror.class, pool, percent)
                .that(pool.isEmpty() || Pool.isName(pool), "pool", Route.notAPool(pool))
                .done();
    }

    public boolean isSet() {
        return !pool.isEmpty();
    }
}
