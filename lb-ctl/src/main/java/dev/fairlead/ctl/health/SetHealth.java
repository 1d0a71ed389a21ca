package dev.fairlead.ctl.health;

import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.command.UntimedChangeCommand;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code health set} */
@Command(
        name = "set",
        description = {
            "Change how the backends of a pool are probed. Settings you do not name stay as they are.",
            "Here --timeout is the timeout of a probe, not of the command."
        },
        sortOptions = false)
final class SetHealth extends UntimedChangeCommand {

    @Option(names = "--type", paramLabel = "TYPE", description = "http, tcp or none.")
    private @Nullable String type;

    @Option(names = "--path", paramLabel = "PATH", description = "The path that an http probe requests, as in /health.")
    private @Nullable String path;

    @Option(names = "--interval", paramLabel = "DURATION", description = "Time between probes.")
    private @Nullable Duration interval;

    @Option(
            names = "--down-interval",
            paramLabel = "DURATION",
            description = "Time between probes of a backend that is down.")
    private @Nullable Duration downInterval;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "Timeout for one probe.")
    private @Nullable Duration probeTimeout;

    @Option(names = "--healthy-threshold", paramLabel = "N", description = "Up after N good probes in a row.")
    private @Nullable Integer healthyThreshold;

    @Option(names = "--unhealthy-threshold", paramLabel = "N", description = "Down after N bad probes in a row.")
    private @Nullable Integer unhealthyThreshold;

    @Option(
            names = "--expect-status",
            paramLabel = "CODES",
            description = "Status codes that count as healthy, as in 200-299,301.")
    private @Nullable String expectStatus;

    @Option(
            names = "--expect-body",
            paramLabel = "TEXT",
            description = "Text that the answer must contain; empty accepts anything.")
    private @Nullable String expectBody;

    SetHealth(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        if (fill(HealthCheck.newBuilder()).isEmpty()) {
            throw usage("nothing to set; name a setting, as in --interval 2s");
        }
    }

    @Override
    protected int run(Session session) {
        HealthCheck.Builder check = HealthCheck.newBuilder();
        FieldMask mask = FieldMask.newBuilder().addAllPaths(fill(check)).build();
        UpdatePoolResponse answer = send(
                session,
                PoolServiceGrpc.getUpdatePoolMethod(),
                UpdatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder().setName(session.poolName()).setHealthCheck(check))
                        .setUpdateMask(mask)
                        .build());
        announce(
                session,
                answer.getOutcome(),
                answer.getRevision(),
                "health check of pool " + session.poolName() + " changed");
        return shownFacts(
                session,
                answer,
                answer.getOutcome(),
                answer.getPool().getHealthCheck().getType(),
                CheckFacts.of(answer.getPool()));
    }

    /** Fills in the settings that were given, and returns the names of their fields. */
    private List<String> fill(HealthCheck.Builder check) {
        List<String> fields = new ArrayList<>();
        if (type != null) {
            check.setType(type);
            fields.add("health_check.type");
        }
        if (path != null) {
            check.setPath(path);
            fields.add("health_check.path");
        }
        if (interval != null) {
            check.setInterval(Spans.proto(interval));
            fields.add("health_check.interval");
        }
        if (downInterval != null) {
            check.setDownInterval(Spans.proto(downInterval));
            fields.add("health_check.down_interval");
        }
        if (probeTimeout != null) {
            check.setTimeout(Spans.proto(probeTimeout));
            fields.add("health_check.timeout");
        }
        if (healthyThreshold != null) {
            check.setHealthyThreshold(healthyThreshold);
            fields.add("health_check.healthy_threshold");
        }
        if (unhealthyThreshold != null) {
            check.setUnhealthyThreshold(unhealthyThreshold);
            fields.add("health_check.unhealthy_threshold");
        }
        if (expectStatus != null) {
            check.setExpectStatus(expectStatus);
            fields.add("health_check.expect_status");
        }
        if (expectBody != null) {
            check.setExpectBody(expectBody);
            fields.add("health_check.expect_body");
        }
        return fields;
    }
}
