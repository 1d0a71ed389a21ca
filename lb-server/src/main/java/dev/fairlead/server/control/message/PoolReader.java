package dev.fairlead.server.control.message;

import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.Retry;
import dev.fairlead.server.config.value.RetryCause;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.strategy.StrategyCatalogue;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a pool's policies from a message; what is not set has its default. */
public final class PoolReader {

    private static final Path ROOT = Path.of("/");

    private final StrategyCatalogue strategies;
    private final AllowedFiles files;

    @Inject
    public PoolReader(StrategyCatalogue strategies, AllowedFiles files) {
        this.strategies = strategies;
        this.files = files;
    }

    /** @throws dev.fairlead.server.strategy.StrategyRefused if there is no such strategy */
    Pool read(dev.fairlead.control.v1.Pool pool, String name, Violations violations) {
        StrategyChoice strategy = strategy(pool.getStrategy(), violations.at("strategy"));
        HealthPolicy health = health(pool.getHealthCheck(), violations.at("health_check"));
        Timeouts timeouts = timeouts(pool.getTimeouts(), violations.at("timeouts"));
        Connections connections = connections(pool.getConnections(), violations.at("connections"));
        RetryPolicy retry = retry(pool.getRetry(), violations.at("retry"));
        Ejection ejection = ejection(pool.getEjection(), violations.at("ejection"));
        UpstreamTls tls = tls(pool.getTls(), violations.at("tls"));
        Pool plain = Pool.named("default");
        return violations.record(
                plain,
                () -> new Pool(
                        name,
                        List.of(),
                        strategy,
                        health,
                        timeouts,
                        connections,
                        retry,
                        tls,
                        pool.hasMinHealthy() ? pool.getMinHealthy() : plain.minHealthy(),
                        span(pool.hasSlowStart(), pool.getSlowStart(), plain.slowStart(), "slow_start", violations),
                        pool.hasBackendHeaderOnResponse()
                                ? pool.getBackendHeaderOnResponse()
                                : plain.backendHeaderOnResponse(),
                        ejection));
    }

    StrategyChoice strategy(dev.fairlead.control.v1.StrategyChoice choice, Violations violations) {
        String name = choice.getName().isEmpty()
                ? StrategyChoice.DEFAULT.name()
                : strategies.find(choice.getName()).name();
        return violations.record(StrategyChoice.DEFAULT, () -> new StrategyChoice(name, choice.getOptionsMap()));
    }

    private static HealthPolicy health(HealthCheck check, Violations violations) {
        HealthPolicy plain = HealthPolicy.DEFAULT;
        return violations.record(
                plain,
                () -> new HealthPolicy(
                        check.getType().isEmpty()
                                ? plain.type()
                                : violations.read(
                                        "type",
                                        plain.type(),
                                        () -> Values.choice(HealthType.class).apply(check.getType())),
                        check.getPath().isEmpty() ? plain.path() : check.getPath(),
                        span(check.hasInterval(), check.getInterval(), plain.interval(), "interval", violations),
                        span(
                                check.hasDownInterval(),
                                check.getDownInterval(),
                                plain.downInterval(),
                                "down_interval",
                                violations),
                        span(check.hasTimeout(), check.getTimeout(), plain.timeout(), "timeout", violations),
                        check.hasHealthyThreshold() ? check.getHealthyThreshold() : plain.healthyThreshold(),
                        check.hasUnhealthyThreshold() ? check.getUnhealthyThreshold() : plain.unhealthyThreshold(),
                        check.getExpectStatus().isEmpty()
                                ? plain.expectStatus()
                                : violations.read(
                                        "expect_status",
                                        plain.expectStatus(),
                                        () -> StatusRanges.parse(check.getExpectStatus())),
                        check.hasExpectBody() ? check.getExpectBody() : plain.expectBody(),
                        check.hasJitterPercent()
                                ? violations.read(
                                        "jitter_percent", plain.jitter(), () -> share(check.getJitterPercent()))
                                : plain.jitter()));
    }

    /** The same number as a file's {@code 10%} is read as. */
    private static double share(double percent) {
        return decimal(percent).movePointLeft(2).doubleValue();
    }

    private static BigDecimal decimal(double percent) {
        if (Double.isNaN(percent) || Double.isInfinite(percent)) {
            throw new IllegalArgumentException(percent + " is not a percentage, expected a number from 0 to 100");
        }
        return BigDecimal.valueOf(percent);
    }

    private static Timeouts timeouts(dev.fairlead.control.v1.Timeouts timeouts, Violations violations) {
        Timeouts plain = Timeouts.DEFAULT;
        return violations.record(
                plain,
                () -> new Timeouts(
                        span(timeouts.hasConnect(), timeouts.getConnect(), plain.connect(), "connect", violations),
                        span(
                                timeouts.hasFirstByte(),
                                timeouts.getFirstByte(),
                                plain.firstByte(),
                                "first_byte",
                                violations),
                        span(timeouts.hasPerTry(), timeouts.getPerTry(), plain.perTry(), "per_try", violations),
                        span(timeouts.hasIdle(), timeouts.getIdle(), plain.idle(), "idle", violations),
                        span(timeouts.hasRequest(), timeouts.getRequest(), plain.request(), "request", violations),
                        span(
                                timeouts.hasTunnelIdle(),
                                timeouts.getTunnelIdle(),
                                plain.tunnelIdle(),
                                "tunnel_idle",
                                violations)));
    }

    private static Ejection ejection(dev.fairlead.control.v1.Ejection ejection, Violations violations) {
        Ejection plain = Ejection.DEFAULT;
        return violations.record(
                plain, () -> new Ejection(ejection.hasMaxPercent() ? ejection.getMaxPercent() : plain.maxPercent()));
    }

    private static Connections connections(dev.fairlead.control.v1.Connections limits, Violations violations) {
        Connections plain = Connections.DEFAULT;
        return violations.record(
                plain,
                () -> new Connections(
                        limits.hasMaxIdlePerBackend() ? limits.getMaxIdlePerBackend() : plain.maxIdlePerBackend(),
                        span(limits.hasIdle(), limits.getIdle(), plain.idle(), "idle", violations),
                        limits.hasMaxPerBackend() ? limits.getMaxPerBackend() : plain.maxPerBackend()));
    }

    private static RetryPolicy retry(Retry retry, Violations violations) {
        RetryPolicy plain = RetryPolicy.DEFAULT;
        boolean asWritten = retry.getOnCount() > 0;
        List<RetryCause> causes = violations.read(
                "on",
                List.of(),
                () -> retry.getOnList().stream().map(RetryCause::parse).toList());
        return violations.record(
                plain,
                () -> new RetryPolicy(
                        retry.hasAttempts() ? retry.getAttempts() : plain.attempts(),
                        retry.getMethodsCount() > 0 ? new LinkedHashSet<>(retry.getMethodsList()) : plain.methods(),
                        asWritten ? causes.contains(RetryCause.CONNECT_FAILURE) : plain.connectFailure(),
                        asWritten ? causes.contains(RetryCause.RESET) : plain.reset(),
                        asWritten ? causes.contains(RetryCause.TIMEOUT) : plain.timeout(),
                        asWritten ? statuses(causes) : plain.statuses(),
                        retry.hasBudgetPercent()
                                ? violations.read(
                                        "budget_percent",
                                        plain.budgetPercent(),
                                        () -> decimal(retry.getBudgetPercent()).doubleValue())
                                : plain.budgetPercent(),
                        retry.hasBudgetMinPerSecond() ? retry.getBudgetMinPerSecond() : plain.budgetMinPerSecond()));
    }

    private static Set<Integer> statuses(List<RetryCause> causes) {
        return causes.stream()
                .flatMap(cause -> cause.status().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private UpstreamTls tls(dev.fairlead.control.v1.UpstreamTls tls, Violations violations) {
        return new UpstreamTls(violations.read("ca", "", () -> file(tls.getCa())), tls.getServerName());
    }

    /** The server's own folder means nothing to a caller, so a file is named from the root on. */
    private String file(String text) {
        if (!text.isEmpty() && !Path.of(text).isAbsolute()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not absolute, expected a file on the server such as /etc/ssl/ca.pem");
        }
        return text.isEmpty() ? "" : files.existing(ROOT, text).toString();
    }

    private static Duration span(
            boolean set, com.google.protobuf.Duration value, Duration fallback, String field, Violations violations) {
        return set ? violations.read(field, fallback, () -> Times.of(value)) : fallback;
    }
}
