package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.Map;

/** How the backends of a pool are probed. */
public record HealthPolicy(
        @Setting(value = "http", doc = "`http`, `tcp` (connect only) or `none` (always up)")
        HealthType type,

        @Setting(value = "/health", doc = "the path that an http probe requests")
        String path,

        @Setting(value = "30s", min = "1ns", doc = "time between probes of a backend that is up")
        Duration interval,

        @Setting(value = "5s", min = "1ns", doc = "time between probes of a backend that is down")
        Duration downInterval,

        @Setting(
                value = "5s",
                min = "1ns",
                doc = "timeout of one probe; it may exceed the interval, since a backend never has two probes at"
                        + " once")
        Duration timeout,

        @Setting(
                value = "2",
                min = "1",
                max = "100",
                doc = "successes in a row until a backend is up; the very first probe decides by itself")
        int healthyThreshold,

        @Setting(value = "3", min = "1", max = "100", doc = "failures in a row until it is down")
        int unhealthyThreshold,

        Expect expect,

        @Setting(value = "10%", kind = Setting.Kind.PERCENT, doc = "share of the interval by which probes are spread")
        double jitter) {

    public static final HealthPolicy DEFAULT = Schema.of(HealthPolicy.class).defaults();

    /** What the answer to an http probe must be like. */
    public record Expect(
            @Setting(value = "200-299", doc = "codes and ranges that count as healthy: `\"200-299,301\"`")
            StatusRanges status,

            @Setting(doc = "text that the answer must contain; empty = any")
            String body) {}

    public HealthPolicy {
        Checks.of(
                        HealthPolicy.class,
                        type,
                        path,
                        interval,
                        downInterval,
                        timeout,
                        healthyThreshold,
                        unhealthyThreshold,
                        expect,
                        jitter)
                .that(RequestPath.isTarget(path), "path", RequestPath.problem(path))
                .done();
    }

    public HealthPolicy withType(HealthType newType) {
        return Schema.with(this, "type", newType);
    }

    public HealthPolicy withPath(String newPath) {
        return Schema.with(this, "path", newPath);
    }

    public HealthPolicy withIntervals(Duration newInterval, Duration newDownInterval) {
        return Schema.with(this, Map.of("interval", newInterval, "downInterval", newDownInterval));
    }

    public HealthPolicy withTimeout(Duration newTimeout) {
        return Schema.with(this, "timeout", newTimeout);
    }

    public HealthPolicy withThresholds(int newHealthy, int newUnhealthy) {
        return Schema.with(this, Map.of("healthyThreshold", newHealthy, "unhealthyThreshold", newUnhealthy));
    }

    public HealthPolicy withExpect(StatusRanges newStatus, String newBody) {
        return Schema.with(this, "expect", new Expect(newStatus, newBody));
    }

    /** @param newJitter in percent */
    public HealthPolicy withJitter(double newJitter) {
        return Schema.with(this, "jitter", newJitter);
    }
}
