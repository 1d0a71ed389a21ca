package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
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
import java.util.LinkedHashSet;
import java.util.List;

/** Pools. Their backends lie apart from everything else about them, since it is backends that change most. */
final class PoolForms {

    static final Form<Backend> BACKEND = Form.record(
            (out, backend) -> {
                out.text(backend.id());
                out.url(backend.url());
                out.number(backend.weight());
                out.texts(backend.tags());
                out.name(backend.admin());
            },
            in -> new Backend(in.text(), in.url(), in.smallNumber(), in.texts(), in.name(AdminState.class)));

    private static final Form<StrategyChoice> STRATEGY = Form.record(
            (out, strategy) -> {
                out.text(strategy.name());
                out.texts(strategy.options());
            },
            in -> new StrategyChoice(in.text(), in.texts()));

    private static final Form<StatusRanges.Range> RANGE = Form.record(
            (out, range) -> {
                out.number(range.low());
                out.number(range.high());
            },
            in -> new StatusRanges.Range(in.smallNumber(), in.smallNumber()));

    private static final Form<HealthPolicy> HEALTH = Form.record(
            (out, health) -> {
                out.name(health.type());
                out.text(health.path());
                out.duration(health.interval());
                out.duration(health.downInterval());
                out.duration(health.timeout());
                out.number(health.healthyThreshold());
                out.number(health.unhealthyThreshold());
                out.list(health.expectStatus().ranges(), RANGE);
                out.text(health.expectBody());
                out.float64(health.jitter());
            },
            in -> new HealthPolicy(
                    in.name(HealthType.class),
                    in.text(),
                    in.duration(),
                    in.duration(),
                    in.duration(),
                    in.smallNumber(),
                    in.smallNumber(),
                    new StatusRanges(in.list(RANGE)),
                    in.text(),
                    in.float64()));

    private static final Form<Timeouts> TIMEOUTS = Form.record(
            (out, timeouts) -> {
                out.duration(timeouts.connect());
                out.duration(timeouts.firstByte());
                out.duration(timeouts.perTry());
                out.duration(timeouts.idle());
                out.duration(timeouts.request());
                out.duration(timeouts.tunnelIdle());
            },
            in -> new Timeouts(
                    in.duration(),
                    in.duration(),
                    in.duration(),
                    in.duration(),
                    in.more() ? in.duration() : Timeouts.DEFAULT.request(),
                    in.more() ? in.duration() : Timeouts.DEFAULT.tunnelIdle()));

    private static final Form<Ejection> EJECTION =
            Form.record((out, ejection) -> out.number(ejection.maxPercent()), in -> new Ejection(in.smallNumber()));

    private static final Form<Connections> CONNECTIONS = Form.record(
            (out, connections) -> {
                out.number(connections.maxIdlePerBackend());
                out.duration(connections.idle());
                out.number(connections.maxPerBackend());
            },
            in -> new Connections(in.smallNumber(), in.duration(), in.smallNumber()));

    private static final Form<RetryPolicy> RETRY = Form.record(
            (out, retry) -> {
                out.number(retry.attempts());
                out.list(retry.methods(), Form.TEXT);
                out.bool(retry.connectFailure());
                out.bool(retry.reset());
                out.bool(retry.timeout());
                out.list(retry.statuses(), Form.NUMBER);
                out.float64(retry.budgetPercent());
                out.number(retry.budgetMinPerSecond());
            },
            in -> new RetryPolicy(
                    in.smallNumber(),
                    new LinkedHashSet<>(in.list(Form.TEXT)),
                    in.bool(),
                    in.bool(),
                    in.bool(),
                    new LinkedHashSet<>(in.list(Form.NUMBER)),
                    in.float64(),
                    in.smallNumber()));

    private static final Form<UpstreamTls> TLS = Form.record(
            (out, tls) -> {
                out.text(tls.ca());
                out.text(tls.serverName());
            },
            in -> new UpstreamTls(in.text(), in.text()));

    /** A pool without its backends. */
    static final Form<Pool> POLICIES = Form.record(
            (out, pool) -> {
                out.text(pool.name());
                STRATEGY.write(out, pool.strategy());
                HEALTH.write(out, pool.health());
                TIMEOUTS.write(out, pool.timeouts());
                CONNECTIONS.write(out, pool.connections());
                RETRY.write(out, pool.retry());
                TLS.write(out, pool.tls());
                out.number(pool.minHealthy());
                out.duration(pool.slowStart());
                out.bool(pool.backendHeaderOnResponse());
                EJECTION.write(out, pool.ejection());
            },
            in -> new Pool(
                    in.text(),
                    List.of(),
                    STRATEGY.read(in),
                    HEALTH.read(in),
                    TIMEOUTS.read(in),
                    CONNECTIONS.read(in),
                    RETRY.read(in),
                    TLS.read(in),
                    in.smallNumber(),
                    in.duration(),
                    in.bool(),
                    in.more() ? EJECTION.read(in) : Ejection.DEFAULT));

    static final Form<Pool> POOL = Form.record(
            (out, pool) -> {
                POLICIES.write(out, pool);
                out.list(pool.backends(), BACKEND);
            },
            in -> POLICIES.read(in).withBackends(in.list(BACKEND)));

    private PoolForms() {}
}
