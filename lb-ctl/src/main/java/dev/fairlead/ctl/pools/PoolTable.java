package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.Timeouts;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;

/** Pools as a table for people. */
final class PoolTable {

    static final TableLayout<Pool> LAYOUT = new TableLayout<>(Pool::getName)
            .text("NAME", Pool::getName)
            .text("STRATEGY", pool -> pool.getStrategy().getName())
            .text("STATE", pool -> Figures.orNone(pool.getStrategyState()))
            .number("BACKENDS", pool -> Integer.toString(pool.getTotalBackends()))
            .number("ELIGIBLE", pool -> Integer.toString(pool.getEligibleBackends()))
            .number("MIN-HEALTHY", pool -> Integer.toString(pool.getMinHealthy()))
            .wideText("OPTIONS", pool -> Figures.pairs(pool.getStrategy().getOptionsMap()))
            .wideText("TIMEOUTS", pool -> timeouts(pool.getTimeouts()))
            .text("HEALTH CHECK", pool -> check(pool.getHealthCheck()));

    private PoolTable() {}

    static Facts facts(Pool pool) {
        return new Facts()
                .add("name", pool.getName())
                .add("strategy", pool.getStrategy().getName())
                .add("options", Figures.pairs(pool.getStrategy().getOptionsMap()))
                .add("strategy state", Figures.orNone(pool.getStrategyState()))
                .add(
                        "backends",
                        pool.getTotalBackends() + ", of which " + pool.getEligibleBackends() + " take new requests")
                .add("min healthy", pool.getMinHealthy())
                .add("slow start", Spans.text(pool.getSlowStart()))
                .add("health check", check(pool.getHealthCheck()))
                .add("timeouts", timeouts(pool.getTimeouts()))
                .add(
                        "connections",
                        "at most "
                                + (pool.getConnections().getMaxPerBackend() == 0
                                        ? "any number"
                                        : pool.getConnections().getMaxPerBackend())
                                + " per backend, " + pool.getConnections().getMaxIdlePerBackend() + " idle for "
                                + Spans.text(pool.getConnections().getIdle()))
                .add(
                        "retry",
                        Figures.count(pool.getRetry().getAttempts(), "attempt") + " for "
                                + String.join(",", pool.getRetry().getMethodsList()) + " on "
                                + String.join(",", pool.getRetry().getOnList()))
                .add("ejection", "at most " + pool.getEjection().getMaxPercent() + "% of the pool")
                .add("names backends to clients", pool.getBackendHeaderOnResponse() ? "yes" : "no");
    }

    private static String check(HealthCheck check) {
        if ("none".equals(check.getType()) || check.getType().isEmpty()) {
            return Figures.orNone(check.getType());
        }
        return check.getType() + ("http".equals(check.getType()) ? " " + check.getPath() : "") + " every "
                + Spans.text(check.getInterval());
    }

    private static String timeouts(Timeouts timeouts) {
        return "connect " + Spans.text(timeouts.getConnect()) + ", first byte " + Spans.text(timeouts.getFirstByte())
                + ", per try " + Spans.text(timeouts.getPerTry()) + ", idle " + Spans.text(timeouts.getIdle())
                + ", request " + Spans.text(timeouts.getRequest()) + ", tunnel idle "
                + Spans.text(timeouts.getTunnelIdle());
    }
}
