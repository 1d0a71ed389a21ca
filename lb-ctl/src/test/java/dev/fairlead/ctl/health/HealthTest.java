package dev.fairlead.ctl.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.HealthEvent;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.control.v1.ListHealthEventsResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.Probe;
import dev.fairlead.control.v1.ProbeBackendRequest;
import dev.fairlead.control.v1.ProbeBackendResponse;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Pool POOL = Pool.newBuilder()
            .setName("default")
            .setHealthCheck(HealthCheck.newBuilder()
                    .setType("http")
                    .setPath("/health")
                    .setInterval(Spans.proto(Duration.ofSeconds(2)))
                    .setDownInterval(Spans.proto(Duration.ofMillis(1500)))
                    .setTimeout(Spans.proto(Duration.ofSeconds(1)))
                    .setHealthyThreshold(2)
                    .setUnhealthyThreshold(1)
                    .setExpectStatus("200-299")
                    .setJitterPercent(10))
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsHowBackendsAreProbedAndWhatWasSeen() {
        server.on(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolResponse.newBuilder().setPool(POOL).build());
        server.on(
                BackendServiceGrpc.getListBackendsMethod(),
                ListBackendsResponse.newBuilder()
                        .addBackends(Backend.newBuilder()
                                .setId("b1")
                                .setHealth(Backend.Health.down)
                                .setLastProbe(Probe.newBuilder()
                                        .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
                                        .setTook(Spans.proto(Duration.ofMillis(4)))
                                        .setDetail("GET /health answered 404, expected 200-299")))
                        .addBackends(Backend.newBuilder().setId("b2").setHealth(Backend.Health.unknown))
                        .build());

        assertThat(user.types("show health")).isZero();

        assertThat(user.out()).isEqualTo("""
                pool             default
                type             http
                path             /health
                expected status  200-299
                interval         2s
                while down       1500ms
                timeout          1s
                healthy after    2 good probes
                down after       1 bad probe
                jitter           10%

                ID  HEALTH   LAST PROBE             TOOK  SAW
                b1  down     2026-01-02 03:04:05  4.0 ms  GET /health answered 404, expected 200-299
                b2  unknown  -                         -  -
                """);
    }

    @Test
    void itsTimeoutIsThatOfAProbe() {
        server.on(
                PoolServiceGrpc.getUpdatePoolMethod(),
                UpdatePoolResponse.newBuilder()
                        .setRevision(5)
                        .setPool(POOL)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types("health set --interval 2s --timeout 1s --path /health --type http --down-interval 1.5s"
                        + " --healthy-threshold 2 --unhealthy-threshold 1 --expect-status 200-299 --expect-body ok"))
                .isZero();

        UpdatePoolRequest request = server.askedOnce(UpdatePoolRequest.class);
        HealthCheck check = request.getPool().getHealthCheck();
        assertThat(request.getPool().getName()).isEqualTo("default");
        assertThat(check.getTimeout().getSeconds()).isEqualTo(1);
        assertThat(check.getDownInterval()).isEqualTo(Spans.proto(Duration.ofMillis(1500)));
        assertThat(request.getUpdateMask().getPathsList())
                .containsExactly(
                        "health_check.type",
                        "health_check.path",
                        "health_check.interval",
                        "health_check.down_interval",
                        "health_check.timeout",
                        "health_check.healthy_threshold",
                        "health_check.unhealthy_threshold",
                        "health_check.expect_status",
                        "health_check.expect_body");
        assertThat(user.err()).isEqualTo("health check of pool default changed (revision 5)\n");
        assertThat(user.types("health set")).isEqualTo(2);
    }

    @Test
    void aTestShowsWhatTheProbeSawAndFailsWithIt() {
        serveProbe(true, "GET /health answered 200");
        assertThat(user.types("health test b1")).isZero();
        assertThat(user.out())
                .containsPattern("probe +ok\n")
                .containsPattern("saw +GET /health answered 200\n")
                .containsPattern("health now +up\n");

        serveProbe(false, "connection refused");
        assertThat(user.types("test backend b1")).as("backends have no test").isEqualTo(2);
        assertThat(user.types("test health b1")).isEqualTo(1);
        assertThat(server.asked(ProbeBackendRequest.class)).hasSize(2);
        assertThat(user.out()).containsPattern("probe +failed\n").contains("connection refused");
    }

    @Test
    void theHistoryTellsWhatChangedAndWhy() {
        server.on(
                BackendServiceGrpc.getListHealthEventsMethod(),
                ListHealthEventsResponse.newBuilder()
                        .addEvents(HealthEvent.newBuilder()
                                .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
                                .setFrom(Backend.Health.up)
                                .setTo(Backend.Health.suspect)
                                .setCause("a request was refused"))
                        .build());

        assertThat(user.types("health history b1")).isZero();

        assertThat(user.out()).isEqualTo("""
                TIME                 FROM  TO       CAUSE
                2026-01-02 03:04:05  up    suspect  a request was refused
                """);
    }

    private void serveProbe(boolean healthy, String detail) {
        server.on(
                BackendServiceGrpc.getProbeBackendMethod(),
                ProbeBackendResponse.newBuilder()
                        .setProbe(Probe.newBuilder().setHealthy(healthy).setDetail(detail))
                        .setHealth(healthy ? Backend.Health.up : Backend.Health.down)
                        .build());
    }
}
