package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A named set of backends with one strategy and one health policy.
 *
 * @param minHealthy the capacity guard: a change that leaves fewer eligible is refused
 * @param slowStart how long a backend that comes up takes to get its full share
 * @param backendHeaderOnResponse tell clients in {@code X-Backend-Server} who answered
 */
public record Pool(
        String name,
        List<Backend> backends,
        StrategyChoice strategy,
        HealthPolicy health,
        Timeouts timeouts,
        Connections connections,
        RetryPolicy retry,
        UpstreamTls tls,
        int minHealthy,
        Duration slowStart,
        boolean backendHeaderOnResponse,
        Ejection ejection) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    public Pool {
        BackendList declared = BackendList.copyOf(backends);
        backends = declared;
        Checks checks = new Checks()
                .that(
                        NAME.matcher(name).matches(),
                        "name",
                        "\"" + name + "\" is not a pool name, expected 1 to 63 letters, digits, _ or -")
                .atLeast("min-healthy", minHealthy, 0)
                .notNegative("slow-start", slowStart);
        declared.repeated()
                .forEach(id -> checks.that(
                        false,
                        "backends",
                        "\"" + id + "\" is there twice, expected an id of its own for each backend"));
        checks.done();
    }

    /** An empty pool with every default. */
    public static Pool named(String name) {
        return new Pool(
                name,
                List.of(),
                StrategyChoice.DEFAULT,
                HealthPolicy.DEFAULT,
                Timeouts.DEFAULT,
                Connections.DEFAULT,
                RetryPolicy.DEFAULT,
                UpstreamTls.DEFAULT,
                1,
                Duration.ZERO,
                false,
                Ejection.DEFAULT);
    }

    public Optional<Backend> backend(String id) {
        int place = BackendList.copyOf(backends).placeOf(id);
        return place < 0 ? Optional.empty() : Optional.of(backends.get(place));
    }

    /** Replaces the backend of that id in its place, or appends it. */
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
        return changed(draft -> draft.backends = newBackends);
    }

    public Pool withStrategy(StrategyChoice newStrategy) {
        return changed(draft -> draft.strategy = newStrategy);
    }

    public Pool withHealth(HealthPolicy newHealth) {
        return changed(draft -> draft.health = newHealth);
    }

    public Pool withTimeouts(Timeouts newTimeouts) {
        return changed(draft -> draft.timeouts = newTimeouts);
    }

    public Pool withConnections(Connections newConnections) {
        return changed(draft -> draft.connections = newConnections);
    }

    public Pool withRetry(RetryPolicy newRetry) {
        return changed(draft -> draft.retry = newRetry);
    }

    public Pool withTls(UpstreamTls newTls) {
        return changed(draft -> draft.tls = newTls);
    }

    public Pool withMinHealthy(int newMinHealthy) {
        return changed(draft -> draft.minHealthy = newMinHealthy);
    }

    public Pool withSlowStart(Duration newSlowStart) {
        return changed(draft -> draft.slowStart = newSlowStart);
    }

    public Pool withBackendHeaderOnResponse(boolean newBackendHeaderOnResponse) {
        return changed(draft -> draft.backendHeaderOnResponse = newBackendHeaderOnResponse);
    }

    public Pool withEjection(Ejection newEjection) {
        return changed(draft -> draft.ejection = newEjection);
    }

    private Pool changed(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        return draft.done();
    }

    /** The components, while some of them become others. */
    private static final class Draft {
        private final String name;
        private List<Backend> backends;
        private StrategyChoice strategy;
        private HealthPolicy health;
        private Timeouts timeouts;
        private Connections connections;
        private RetryPolicy retry;
        private UpstreamTls tls;
        private int minHealthy;
        private Duration slowStart;
        private boolean backendHeaderOnResponse;
        private Ejection ejection;

        Draft(Pool pool) {
            name = pool.name;
            backends = pool.backends;
            strategy = pool.strategy;
            health = pool.health;
            timeouts = pool.timeouts;
            connections = pool.connections;
            retry = pool.retry;
            tls = pool.tls;
            minHealthy = pool.minHealthy;
            slowStart = pool.slowStart;
            backendHeaderOnResponse = pool.backendHeaderOnResponse;
            ejection = pool.ejection;
        }

        Pool done() {
            return new Pool(
                    name,
                    backends,
                    strategy,
                    health,
                    timeouts,
                    connections,
                    retry,
                    tls,
                    minHealthy,
                    slowStart,
                    backendHeaderOnResponse,
                    ejection);
        }
    }
}
