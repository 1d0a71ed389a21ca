package dev.fairlead.server.desired;

import java.time.Duration;

/**
 * How the backends of a pool are probed.
 *
 * @param downInterval between probes of a backend that is down
 * @param timeout may exceed the interval; one backend never has two probes at once
 * @param expectBody text that the answer must contain, empty for any
 * @param jitter share of the interval by which probes are spread, 0.1 for 10 %
 */
public record HealthPolicy(
        HealthType type,
        String path,
        Duration interval,
        Duration downInterval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        StatusRanges expectStatus,
        String expectBody,
        double jitter) {

    public static final HealthPolicy DEFAULT = new HealthPolicy(
            HealthType.HTTP,
            "/health",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            2,
            3,
            StatusRanges.SUCCESS,
            "",
            0.1);

    public HealthPolicy {
        new Checks()
                .that(RequestPath.isTarget(path), "path", RequestPath.problem(path))
                .positive("interval", interval)
                .positive("down-interval", downInterval)
                .positive("timeout", timeout)
                .between("healthy-threshold", healthyThreshold, 1, 100)
                .between("unhealthy-threshold", unhealthyThreshold, 1, 100)
                .percentage("jitter", jitter * 100)
                .done();
    }

    public HealthPolicy withType(HealthType newType) {
        return new HealthPolicy(
                newType,
                path,
                interval,
                downInterval,
                timeout,
                healthyThreshold,
                unhealthyThreshold,
                expectStatus,
                expectBody,
                jitter);
    }

    public HealthPolicy withPath(String newPath) {
        return new HealthPolicy(
                type,
                newPath,
                interval,
                downInterval,
                timeout,
                healthyThreshold,
                unhealthyThreshold,
                expectStatus,
                expectBody,
                jitter);
    }

    public HealthPolicy withIntervals(Duration newInterval, Duration newDownInterval) {
        return new HealthPolicy(
                type,
                path,
                newInterval,
                newDownInterval,
                timeout,
                healthyThreshold,
                unhealthyThreshold,
                expectStatus,
                expectBody,
                jitter);
    }

    public HealthPolicy withTimeout(Duration newTimeout) {
        return new HealthPolicy(
                type,
                path,
                interval,
                downInterval,
                newTimeout,
                healthyThreshold,
                unhealthyThreshold,
                expectStatus,
                expectBody,
                jitter);
    }

    public HealthPolicy withThresholds(int newHealthy, int newUnhealthy) {
        return new HealthPolicy(
                type,
                path,
                interval,
                downInterval,
                timeout,
                newHealthy,
                newUnhealthy,
                expectStatus,
                expectBody,
                jitter);
    }

    public HealthPolicy withExpect(StatusRanges newStatus, String newBody) {
        return new HealthPolicy(
                type,
                path,
                interval,
                downInterval,
                timeout,
                healthyThreshold,
                unhealthyThreshold,
                newStatus,
                newBody,
                jitter);
    }

    public HealthPolicy withJitter(double newJitter) {
        return new HealthPolicy(
                type,
                path,
                interval,
                downInterval,
                timeout,
                healthyThreshold,
                unhealthyThreshold,
                expectStatus,
                expectBody,
                newJitter);
    }
}
