package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the command line overrides in every reading of the file; null keeps a setting. It applies to the default pool;
 * the name of an algorithm is checked only by a reading, which knows the available ones.
 */
public record Overrides(
        @Nullable Integer port,
        List<Backend> backends,
        @Nullable String algorithm,
        @Nullable HealthType healthType,
        @Nullable String healthPath,
        @Nullable Duration healthInterval,
        @Nullable Path stateDir) {

    public static final Overrides NONE = new Overrides(null, List.of(), null, null, null, null, null);

    private static final List<Backend> EXAMPLES =
            List.of(Backend.at("127.0.0.1:3001"), Backend.at("127.0.0.1:3002"), Backend.at("127.0.0.1:3003"));

    public Overrides {
        backends = List.copyOf(backends);
    }

    /** A start without a file looks for the example backends, by the plain rotation that everybody expects. */
    Overrides withoutFile() {
        List<Backend> some = backends.isEmpty() ? EXAMPLES : backends;
        boolean weighted = some.stream().mapToInt(Backend::weight).distinct().count() > 1;
        String plain = weighted ? "weighted_round_robin" : "round_robin";
        return new Overrides(
                port, some, algorithm == null ? plain : algorithm, healthType, healthPath, healthInterval, stateDir);
    }

    BootSettings applyTo(BootSettings boot) {
        return stateDir == null ? boot : boot.withStateDir(stateDir.toString());
    }

    ServerConfig applyTo(ServerConfig config, StrategyCheck strategies, Problems problems) {
        DesiredState desired = config.desired();
        Frontend frontend = desired.frontend();
        if (port != null) {
            frontend = frontend.withListen(frontend.listen().withPort(port));
        }
        Pool pool = Objects.requireNonNull(
                desired.pools().get(DesiredState.DEFAULT_POOL), "every reading has a default pool");
        pool = withStrategy(pool.withHealthCheck(health(pool.healthCheck(), problems)), strategies, problems);
        pool = backends.isEmpty() ? pool : pool.withBackends(backends);
        return new ServerConfig(
                applyTo(config.boot()), desired.withFrontend(frontend).withPool(pool));
    }

    private HealthPolicy health(HealthPolicy policy, Problems problems) {
        HealthPolicy typed = healthType == null ? policy : policy.withType(healthType);
        try {
            HealthPolicy timed =
                    healthInterval == null ? typed : typed.withIntervals(healthInterval, typed.downInterval());
            return healthPath == null ? timed : timed.withPath(healthPath);
        } catch (InvalidSettings e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(new Where("--health-check-" + problem.key(), 0), "", problem.text()));
            return policy;
        }
    }

    /** The file's options belong to the file's strategy: another one does not inherit them. */
    private Pool withStrategy(Pool pool, StrategyCheck strategies, Problems problems) {
        if (algorithm == null) {
            return pool;
        }
        try {
            StrategyChoice choice = strategies.check(StrategyChoice.of(algorithm));
            return choice.name().equals(pool.strategy().name()) ? pool : pool.withStrategy(choice);
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> problems.add(new Where("--algorithm", 0), "", problem.text()));
            return pool;
        }
    }
}
