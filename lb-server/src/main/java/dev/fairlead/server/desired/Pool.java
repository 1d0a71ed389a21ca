package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        boolean backendHeaderOnResponse) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    public Pool {
        backends = List.copyOf(backends);
        Checks checks = new Checks()
                .that(
                        NAME.matcher(name).matches(),
                        "name",
                        "\"" + name + "\" is not a pool name, expected 1 to 63 letters, digits, _ or -")
                .atLeast("min-healthy", minHealthy, 0)
                .notNegative("slow-start", slowStart);
        Set<String> ids = new HashSet<>();
        for (Backend backend : backends) {
            checks.that(
                    ids.add(backend.id()),
                    "backends",
                    "\"" + backend.id() + "\" is there twice, expected an id of its own for each backend");
        }
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
                false);
    }

    public Optional<Backend> backend(String id) {
        return backends.stream().filter(backend -> backend.id().equals(id)).findFirst();
    }

    /** Replaces the backend of that id in its place, or appends it. */
    public Pool withBackend(Backend backend) {
        List<Backend> changed = new ArrayList<>(backends);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).id().equals(backend.id())) {
                changed.set(i, backend);
                return withBackends(changed);
            }
        }
        changed.add(backend);
        return withBackends(changed);
    }

    public Pool withoutBackend(String id) {
        return withBackends(
                backends.stream().filter(backend -> !backend.id().equals(id)).toList());
    }

    public Pool withBackends(List<Backend> newBackends) {
        return new Pool(
                name,
                newBackends,
                strategy,
                health,
                timeouts,
                connections,
                retry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withStrategy(StrategyChoice newStrategy) {
        return new Pool(
                name,
                backends,
                newStrategy,
                health,
                timeouts,
                connections,
                retry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withHealth(HealthPolicy newHealth) {
        return new Pool(
                name,
                backends,
                strategy,
                newHealth,
                timeouts,
                connections,
                retry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withTimeouts(Timeouts newTimeouts) {
        return new Pool(
                name,
                backends,
                strategy,
                health,
                newTimeouts,
                connections,
                retry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withConnections(Connections newConnections) {
        return new Pool(
                name,
                backends,
                strategy,
                health,
                timeouts,
                newConnections,
                retry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withRetry(RetryPolicy newRetry) {
        return new Pool(
                name,
                backends,
                strategy,
                health,
                timeouts,
                connections,
                newRetry,
                tls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withTls(UpstreamTls newTls) {
        return new Pool(
                name,
                backends,
                strategy,
                health,
                timeouts,
                connections,
                retry,
                newTls,
                minHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withMinHealthy(int newMinHealthy) {
        return new Pool(
                name,
                backends,
                strategy,
                health,
                timeouts,
                connections,
                retry,
                tls,
                newMinHealthy,
                slowStart,
                backendHeaderOnResponse);
    }

    public Pool withSlowStart(Duration newSlowStart) {
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
                newSlowStart,
                backendHeaderOnResponse);
    }

    public Pool withBackendHeaderOnResponse(boolean newBackendHeaderOnResponse) {
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
                newBackendHeaderOnResponse);
    }
}
