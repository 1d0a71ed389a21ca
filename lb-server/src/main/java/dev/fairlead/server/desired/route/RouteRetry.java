package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a failed attempt is retried, where that differs from what the pool says. The budget is always the pool's. */
public record RouteRetry(
        @Setting(min = "1", max = "100", doc = "tries in total; empty = as of the pool, like the next two")
        Optional<Integer> attempts,

        @Setting(doc = "`retry.methods` of the pool") Optional<Set<String>> methods,

        @Setting(doc = "`retry.on` of the pool") Optional<List<RetryCause>> on) {

    public static final RouteRetry NONE = Schema.of(RouteRetry.class).defaults();

    public RouteRetry {
        Checks.of(RouteRetry.class, attempts, methods, on).done();
        RetryPolicy checked = made(RetryPolicy.DEFAULT, attempts, methods, on);
        methods = methods.map(said -> checked.methods());
        on = on.map(said -> checked.on());
    }

    /** The pool's, but for what is said here. */
    public RetryPolicy over(RetryPolicy pool) {
        return equals(NONE) ? pool : made(pool, attempts, methods, on);
    }

    private static RetryPolicy made(
            RetryPolicy pool,
            Optional<Integer> attempts,
            Optional<Set<String>> methods,
            Optional<List<RetryCause>> on) {
        return new RetryPolicy(
                attempts.orElse(pool.attempts()), methods.orElse(pool.methods()), on.orElse(pool.on()), pool.budget());
    }
}
