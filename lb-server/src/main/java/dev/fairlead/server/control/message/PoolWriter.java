package dev.fairlead.server.control.message;

import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.Retry;
import dev.fairlead.server.config.value.RetryCause;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.GuardedSelector;
import java.math.BigDecimal;
import java.util.Locale;

/** Tells a pool as a message, with every setting, also those that nobody set. */
public final class PoolWriter {

    private PoolWriter() {}

    /** What is wanted, and how it fares at this moment. */
    public static dev.fairlead.control.v1.Pool write(PoolTable table) {
        return write(table.policy(), table);
    }

    /** @param pool what is wanted, which the table may have left behind already */
    public static dev.fairlead.control.v1.Pool write(Pool pool, PoolTable table) {
        return write(pool).toBuilder()
                .setEligibleBackends(table.inRotation().size())
                .setStrategyState(state(table))
                .build();
    }

    private static String state(PoolTable table) {
        GuardedSelector selector = table.selector();
        if (selector == null) {
            return "asked";
        }
        return selector.asksStrategy() ? selector.state().name().toLowerCase(Locale.ROOT) : "fallback";
    }

    /** What is wanted. */
    public static dev.fairlead.control.v1.Pool write(Pool pool) {
        return dev.fairlead.control.v1.Pool.newBuilder()
                .setName(pool.name())
                .setStrategy(strategy(pool.strategy()))
                .setHealthCheck(health(pool.health()))
                .setTimeouts(timeouts(pool.timeouts()))
                .setConnections(connections(pool.connections()))
                .setRetry(retry(pool.retry()))
                .setTls(tls(pool.tls()))
                .setMinHealthy(pool.minHealthy())
                .setSlowStart(Times.message(pool.slowStart()))
                .setBackendHeaderOnResponse(pool.backendHeaderOnResponse())
                .setEjection(dev.fairlead.control.v1.Ejection.newBuilder()
                        .setMaxPercent(pool.ejection().maxPercent()))
                .setTotalBackends(pool.backends().size())
                .build();
    }

    private static dev.fairlead.control.v1.StrategyChoice strategy(StrategyChoice choice) {
        return dev.fairlead.control.v1.StrategyChoice.newBuilder()
                .setName(choice.name())
                .putAllOptions(choice.options())
                .build();
    }

    private static HealthCheck health(HealthPolicy policy) {
        return HealthCheck.newBuilder()
                .setType(Values.word(policy.type()))
                .setPath(policy.path())
                .setInterval(Times.message(policy.interval()))
                .setDownInterval(Times.message(policy.downInterval()))
                .setTimeout(Times.message(policy.timeout()))
                .setHealthyThreshold(policy.healthyThreshold())
                .setUnhealthyThreshold(policy.unhealthyThreshold())
                .setExpectStatus(policy.expectStatus().toString())
                .setExpectBody(policy.expectBody())
                .setJitterPercent(
                        BigDecimal.valueOf(policy.jitter()).movePointRight(2).doubleValue())
                .build();
    }

    private static dev.fairlead.control.v1.Timeouts timeouts(Timeouts timeouts) {
        return dev.fairlead.control.v1.Timeouts.newBuilder()
                .setConnect(Times.message(timeouts.connect()))
                .setFirstByte(Times.message(timeouts.firstByte()))
                .setPerTry(Times.message(timeouts.perTry()))
                .setIdle(Times.message(timeouts.idle()))
                .setRequest(Times.message(timeouts.request()))
                .setTunnelIdle(Times.message(timeouts.tunnelIdle()))
                .build();
    }

    private static dev.fairlead.control.v1.Connections connections(Connections connections) {
        return dev.fairlead.control.v1.Connections.newBuilder()
                .setMaxIdlePerBackend(connections.maxIdlePerBackend())
                .setIdle(Times.message(connections.idle()))
                .setMaxPerBackend(connections.maxPerBackend())
                .build();
    }

    private static Retry retry(RetryPolicy policy) {
        Retry.Builder retry = Retry.newBuilder()
                .setAttempts(policy.attempts())
                .addAllMethods(policy.methods())
                .setBudgetPercent(policy.budgetPercent())
                .setBudgetMinPerSecond(policy.budgetMinPerSecond());
        if (policy.connectFailure()) {
            retry.addOn(RetryCause.CONNECT_FAILURE.word());
        }
        if (policy.reset()) {
            retry.addOn(RetryCause.RESET.word());
        }
        if (policy.timeout()) {
            retry.addOn(RetryCause.TIMEOUT.word());
        }
        policy.statuses().forEach(status -> retry.addOn(Integer.toString(status)));
        return retry.build();
    }

    private static dev.fairlead.control.v1.UpstreamTls tls(UpstreamTls tls) {
        return dev.fairlead.control.v1.UpstreamTls.newBuilder()
                .setCa(tls.ca())
                .setServerName(tls.serverName())
                .build();
    }
}
