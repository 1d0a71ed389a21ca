package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.function.Consumer;

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
        return changed(draft -> draft.type = newType);
    }

    public HealthPolicy withPath(String newPath) {
        return changed(draft -> draft.path = newPath);
    }

    public HealthPolicy withIntervals(Duration newInterval, Duration newDownInterval) {
        return changed(draft -> {
            draft.interval = newInterval;
            draft.downInterval = newDownInterval;
        });
    }

    public HealthPolicy withTimeout(Duration newTimeout) {
        return changed(draft -> draft.timeout = newTimeout);
    }

    public HealthPolicy withThresholds(int newHealthy, int newUnhealthy) {
        return changed(draft -> {
            draft.healthyThreshold = newHealthy;
            draft.unhealthyThreshold = newUnhealthy;
        });
    }

    public HealthPolicy withExpect(StatusRanges newStatus, String newBody) {
        return changed(draft -> {
            draft.expectStatus = newStatus;
            draft.expectBody = newBody;
        });
    }

    public HealthPolicy withJitter(double newJitter) {
        return changed(draft -> draft.jitter = newJitter);
    }

    private HealthPolicy changed(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        return draft.done();
    }

    /** The components, while some of them become others. */
    private static final class Draft {
        private HealthType type;
        private String path;
        private Duration interval;
        private Duration downInterval;
        private Duration timeout;
        private int healthyThreshold;
        private int unhealthyThreshold;
        private StatusRanges expectStatus;
        private String expectBody;
        private double jitter;

        Draft(HealthPolicy policy) {
            type = policy.type;
            path = policy.path;
            interval = policy.interval;
            downInterval = policy.downInterval;
            timeout = policy.timeout;
            healthyThreshold = policy.healthyThreshold;
            unhealthyThreshold = policy.unhealthyThreshold;
            expectStatus = policy.expectStatus;
            expectBody = policy.expectBody;
            jitter = policy.jitter;
        }

        HealthPolicy done() {
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
                    jitter);
        }
    }
}
