package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.state.PoolEdit;
import java.util.Set;
import java.util.function.Function;

/**
 * Some policies of a pool, made what a request wants; the others stay as they are when the change is made, whoever
 * changed them since the request was sent.
 */
record PoolUpdate(Pool wanted, Mask mask) implements PoolEdit {

    static final Set<String> FIELDS = Set.of(
            "strategy",
            "health_check",
            "timeouts",
            "connections",
            "retry",
            "tls",
            "min_healthy",
            "slow_start",
            "backend_header_on_response",
            "ejection");

    @Override
    public Pool of(Pool present) {
        Settings<Pool> by = new Settings<>(mask, "", present, wanted);
        return new Pool(
                present.name(),
                present.backends(),
                strategy(by.in("strategy.", Pool::strategy)),
                health(by.in("health_check.", Pool::health)),
                timeouts(by.in("timeouts.", Pool::timeouts)),
                connections(by.in("connections.", Pool::connections)),
                retry(by.in("retry.", Pool::retry)),
                tls(by.in("tls.", Pool::tls)),
                by.pick("min_healthy", Pool::minHealthy),
                by.pick("slow_start", Pool::slowStart),
                by.pick("backend_header_on_response", Pool::backendHeaderOnResponse),
                ejection(by.in("ejection.", Pool::ejection)));
    }

    private static StrategyChoice strategy(Settings<StrategyChoice> by) {
        return new StrategyChoice(by.pick("name", StrategyChoice::name), by.pick("options", StrategyChoice::options));
    }

    private static HealthPolicy health(Settings<HealthPolicy> by) {
        return new HealthPolicy(
                by.pick("type", HealthPolicy::type),
                by.pick("path", HealthPolicy::path),
                by.pick("interval", HealthPolicy::interval),
                by.pick("down_interval", HealthPolicy::downInterval),
                by.pick("timeout", HealthPolicy::timeout),
                by.pick("healthy_threshold", HealthPolicy::healthyThreshold),
                by.pick("unhealthy_threshold", HealthPolicy::unhealthyThreshold),
                by.pick("expect_status", HealthPolicy::expectStatus),
                by.pick("expect_body", HealthPolicy::expectBody),
                by.pick("jitter_percent", HealthPolicy::jitter));
    }

    private static Timeouts timeouts(Settings<Timeouts> by) {
        return new Timeouts(
                by.pick("connect", Timeouts::connect),
                by.pick("first_byte", Timeouts::firstByte),
                by.pick("per_try", Timeouts::perTry),
                by.pick("idle", Timeouts::idle),
                by.pick("request", Timeouts::request),
                by.pick("tunnel_idle", Timeouts::tunnelIdle));
    }

    private static Ejection ejection(Settings<Ejection> by) {
        return new Ejection(by.pick("max_percent", Ejection::maxPercent));
    }

    private static Connections connections(Settings<Connections> by) {
        return new Connections(
                by.pick("max_idle_per_backend", Connections::maxIdlePerBackend),
                by.pick("idle", Connections::idle),
                by.pick("max_per_backend", Connections::maxPerBackend));
    }

    private static RetryPolicy retry(Settings<RetryPolicy> by) {
        return new RetryPolicy(
                by.pick("attempts", RetryPolicy::attempts),
                by.pick("methods", RetryPolicy::methods),
                by.pick("on", RetryPolicy::connectFailure),
                by.pick("on", RetryPolicy::reset),
                by.pick("on", RetryPolicy::timeout),
                by.pick("on", RetryPolicy::statuses),
                by.pick("budget_percent", RetryPolicy::budgetPercent),
                by.pick("budget_min_per_second", RetryPolicy::budgetMinPerSecond));
    }

    private static UpstreamTls tls(Settings<UpstreamTls> by) {
        return new UpstreamTls(by.pick("ca", UpstreamTls::ca), by.pick("server_name", UpstreamTls::serverName));
    }

    /** What is there and what is wanted, in one group of settings. */
    private record Settings<R>(Mask mask, String group, R present, R wanted) {

        <T> T pick(String field, Function<R, T> setting) {
            return setting.apply(mask.has(group + field) ? wanted : present);
        }

        <T> Settings<T> in(String field, Function<R, T> part) {
            return new Settings<>(mask, field, part.apply(present), part.apply(wanted));
        }
    }
}
