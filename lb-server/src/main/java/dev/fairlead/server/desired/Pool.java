package dev.fairlead.server.desired;

import dev.fairlead.server.desired.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A named set of backends with one strategy and one health policy. */
public record Pool(
        String name,
        List<Backend> backends,

        @Setting(value = "weighted_round_robin", doc = "who decides; see below")
        StrategyChoice strategy,

        HealthPolicy healthCheck,
        Timeouts timeouts,
        Connections connections,
        RetryPolicy retry,
        UpstreamTls tls,

        @Setting(
                value = "1",
                doc = "a change that would leave fewer eligible backends than this is refused unless forced; 0"
                        + " allows any change")
        int minHealthy,

        @Setting(value = "0s", doc = "† how long a backend that comes up takes to reach its full share; 0s = at once")
        Duration slowStart,

        @Setting(value = "false", doc = "name the backend to clients in `X-Backend-Server`")
        boolean backendHeaderOnResponse,

        Ejection ejection,

        @Setting(doc = "how many requests the pool lets in; see [rate limits](#rate-limits)")
        List<RateLimit> rateLimits,

        Sticky sticky) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    public Pool {
        BackendList declared = BackendList.copyOf(backends);
        backends = declared;
        rateLimits = List.copyOf(rateLimits);
        Checks checks = Checks.of(
                        Pool.class,
                        name,
                        backends,
                        strategy,
                        healthCheck,
                        timeouts,
                        connections,
                        retry,
                        tls,
                        minHealthy,
                        slowStart,
                        backendHeaderOnResponse,
                        ejection,
                        rateLimits,
                        sticky)
                .that(
                        isName(name),
                        "name",
                        "\"" + name + "\" is not a pool name, expected 1 to 63 letters, digits, _ or -");
        declared.repeated()
                .forEach(id -> checks.that(
                        false, "backends", "\"" + id + "\" appears twice, expected a unique id for each backend"));
        checks.done();
    }

    /** Whether a pool may have that name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** An empty pool with every default. */
    public static Pool named(String name) {
        return Schema.of(Pool.class).defaults(Map.of("name", name, "backends", List.of()));
    }

    public Optional<Backend> backend(String id) {
        int place = BackendList.copyOf(backends).placeOf(id);
        return place < 0 ? Optional.empty() : Optional.of(backends.get(place));
    }

    /** Replaces the backend with that id in place, or appends it. */
    public Pool withBackend(Backend backend) {
        return withBackends(BackendList.copyOf(backends).with(backend));
    }

    public Pool withoutBackend(String id) {
        return withBackends(BackendList.copyOf(backends).without(id));
    }

    /** The same, in which what a former one has too is there once. */
    Pool sharing(Pool former) {
        if (equals(former)) {
            return former;
        }
        BackendList shared = BackendList.copyOf(former.backends).of(backends);
        return shared == backends ? this : withBackends(shared);
    }

    public Pool withBackends(List<Backend> newBackends) {
        return Schema.with(this, "backends", newBackends);
    }

    public Pool withStrategy(StrategyChoice newStrategy) {
        return Schema.with(this, "strategy", newStrategy);
    }

    public Pool withHealthCheck(HealthPolicy newHealthCheck) {
        return Schema.with(this, "healthCheck", newHealthCheck);
    }

    public Pool withTimeouts(Timeouts newTimeouts) {
        return Schema.with(this, "timeouts", newTimeouts);
    }

    public Pool withConnections(Connections newConnections) {
        return Schema.with(this, "connections", newConnections);
    }

    public Pool withRetry(RetryPolicy newRetry) {
        return Schema.with(this, "retry", newRetry);
    }

    public Pool withTls(UpstreamTls newTls) {
        return Schema.with(this, "tls", newTls);
    }

    public Pool withMinHealthy(int newMinHealthy) {
        return Schema.with(this, "minHealthy", newMinHealthy);
    }

    public Pool withSlowStart(Duration newSlowStart) {
        return Schema.with(this, "slowStart", newSlowStart);
    }

    public Pool withBackendHeaderOnResponse(boolean newBackendHeaderOnResponse) {
        return Schema.with(this, "backendHeaderOnResponse", newBackendHeaderOnResponse);
    }

    public Pool withRateLimits(List<RateLimit> newRateLimits) {
        return Schema.with(this, "rateLimits", newRateLimits);
    }

    public Pool withSticky(Sticky newSticky) {
        return Schema.with(this, "sticky", newSticky);
    }

    public Pool withEjection(Ejection newEjection) {
        return Schema.with(this, "ejection", newEjection);
    }
}
