package dev.fairlead.server.config.write;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.value.RetryCause;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Turns a pool back into a document; the inverse of the reading of the same block. */
final class PoolNodes {

    private PoolNodes() {}

    static Fields of(Pool pool) {
        return new NodeBuilder()
                .put("min-healthy", pool.minHealthy())
                .put("slow-start", Durations.text(pool.slowStart()))
                .put("backend-header-on-response", pool.backendHeaderOnResponse())
                .put(
                        "tls",
                        new NodeBuilder()
                                .put("ca", pool.tls().ca())
                                .put("server-name", pool.tls().serverName()))
                .put("health-check", health(pool.health()))
                .put("timeouts", timeouts(pool.timeouts()))
                .put(
                        "connections",
                        new NodeBuilder()
                                .put("max-idle-per-backend", pool.connections().maxIdlePerBackend())
                                .put("idle", Durations.text(pool.connections().idle()))
                                .put("max-per-backend", pool.connections().maxPerBackend()))
                .put("retry", retry(pool.retry()))
                .put(
                        "ejection",
                        new NodeBuilder()
                                .put(
                                        "max-percent",
                                        percent(BigDecimal.valueOf(
                                                pool.ejection().maxPercent()))))
                .build();
    }

    static Node strategy(StrategyChoice choice) {
        return choice.options().isEmpty()
                ? NodeBuilder.scalar(choice.name())
                : new NodeBuilder()
                        .put("name", choice.name())
                        .putTexts(choice.options())
                        .build();
    }

    static List<Node> backends(List<Backend> backends) {
        return backends.stream().map(PoolNodes::backend).toList();
    }

    /** As short as a person would write it. */
    private static Node backend(Backend backend) {
        if (backend.equals(Backend.at(backend.address()))) {
            return NodeBuilder.scalar(backend.address());
        }
        NodeBuilder block = new NodeBuilder();
        if (!backend.id().equals(backend.address())) {
            block.put("id", backend.id());
        }
        block.put("url", backend.url());
        if (backend.weight() != 1) {
            block.put("weight", backend.weight());
        }
        if (!backend.tags().isEmpty()) {
            block.put("tags", new NodeBuilder().putTexts(backend.tags()));
        }
        if (backend.admin() != AdminState.READY) {
            block.put("admin-state", Values.word(backend.admin()));
        }
        return block.build();
    }

    private static NodeBuilder timeouts(Timeouts timeouts) {
        return new NodeBuilder()
                .put("connect", Durations.text(timeouts.connect()))
                .put("first-byte", Durations.text(timeouts.firstByte()))
                .put("per-try", Durations.text(timeouts.perTry()))
                .put("idle", Durations.text(timeouts.idle()))
                .put("request", Durations.text(timeouts.request()))
                .put("tunnel-idle", Durations.text(timeouts.tunnelIdle()));
    }

    private static NodeBuilder health(HealthPolicy health) {
        return new NodeBuilder()
                .put("type", Values.word(health.type()))
                .put("path", health.path())
                .put("interval", Durations.text(health.interval()))
                .put("down-interval", Durations.text(health.downInterval()))
                .put("timeout", Durations.text(health.timeout()))
                .put("healthy-threshold", health.healthyThreshold())
                .put("unhealthy-threshold", health.unhealthyThreshold())
                .put(
                        "expect",
                        new NodeBuilder().put("status", health.expectStatus()).put("body", health.expectBody()))
                .put("jitter", percent(BigDecimal.valueOf(health.jitter()).movePointRight(2)));
    }

    private static NodeBuilder retry(RetryPolicy retry) {
        List<Object> causes = new ArrayList<>();
        if (retry.connectFailure()) {
            causes.add(RetryCause.CONNECT_FAILURE.word());
        }
        if (retry.reset()) {
            causes.add(RetryCause.RESET.word());
        }
        if (retry.timeout()) {
            causes.add(RetryCause.TIMEOUT.word());
        }
        causes.addAll(retry.statuses());
        return new NodeBuilder()
                .put("attempts", retry.attempts())
                .put("methods", retry.methods())
                .put("on", causes)
                .put(
                        "budget",
                        new NodeBuilder()
                                .put("percent", percent(BigDecimal.valueOf(retry.budgetPercent())))
                                .put("min-per-second", retry.budgetMinPerSecond()));
    }

    private static String percent(BigDecimal percent) {
        return percent.stripTrailingZeros().toPlainString() + "%";
    }
}
