package dev.fairlead.ctl.backends;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.Forecast;
import dev.fairlead.control.v1.ForecastShare;
import dev.fairlead.control.v1.GetBackendResponse;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.control.v1.Probe;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.RemoveBackendResponse;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.UpdateBackendResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendsTest {

    private static final Backend UP = Backend.newBuilder()
            .setId("b1")
            .setUrl("http://127.0.0.1:3001")
            .setPool("default")
            .setWeight(1)
            .setEffectiveWeight(1)
            .setAdminState(Backend.AdminState.ready)
            .setHealth(Backend.Health.up)
            .setEligible(true)
            .setInFlight(2)
            .setShare(1)
            .setLatency(0.0123)
            .putTags("zone", "a")
            .build();

    private static final Backend DOWN = Backend.newBuilder()
            .setId("backend-2")
            .setUrl("http://127.0.0.1:3002")
            .setPool("default")
            .setWeight(3)
            .setAdminState(Backend.AdminState.drain)
            .setHealth(Backend.Health.down)
            .setReason("connection refused")
            .setLastProbe(Probe.newBuilder()
                    .setTook(Spans.proto(Duration.ofMillis(3)))
                    .setDetail("connection refused"))
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTableIsAligned() {
        serveTwo();

        assertThat(user.types("backends list")).isZero();

        assertThat(user.out()).isEqualTo("""
                ID         URL                    HEALTH  ADMIN  WEIGHT  EFFECTIVE  IN-FLIGHT   SHARE  LATENCY  REASON
                b1         http://127.0.0.1:3001  up      ready       1          1          2  100.0%  12.3 ms  -
                backend-2  http://127.0.0.1:3002  down    drain       3          0          0    0.0%        -  connection refused
                """);
        assertThat(user.err()).isEmpty();
        assertThat(server.askedOnce(ListBackendsRequest.class).getPool()).isEmpty();
    }

    @Test
    void aWideTableHasMoreColumns() {
        serveTwo();

        user.types("backends list -o wide");

        assertThat(user.outLines().get(0)).contains("TUNNELS", "POOL", "TAGS", "LAST PROBE");
        assertThat(user.out()).contains("zone=a").contains("failed in 3.0 ms: connection refused");
    }

    @Test
    void namesAreALineEach() {
        serveTwo();

        user.types("list backends -o name");

        assertThat(user.out()).isEqualTo("b1\nbackend-2\n");
    }

    @Test
    void jsonIsTheAnswerOfTheApiWithEveryField() {
        serveTwo();

        user.types("backends list -o json");

        JsonObject answer = JsonParser.parseString(user.out()).getAsJsonObject();
        assertThat(answer.get("revision").getAsInt()).isEqualTo(7);
        JsonObject backend = answer.getAsJsonArray("backends").get(1).getAsJsonObject();
        assertThat(backend.get("id").getAsString()).isEqualTo("backend-2");
        assertThat(backend.get("adminState").getAsString()).isEqualTo("drain");
        assertThat(backend.get("health").getAsString()).isEqualTo("down");
        assertThat(backend.get("inFlight").getAsInt()).isZero();
        assertThat(backend.get("weight").getAsInt()).isEqualTo(3);
    }

    @Test
    void yamlSaysTheSame() {
        serveTwo();

        user.types("backends list -o yaml");

        assertThat(user.out())
                .startsWith("revision: 7\nbackends:\n  - id: b1\n")
                .contains("    adminState: drain\n")
                .contains("    tags:\n      zone: a\n");
    }

    @Test
    void thePoolIsTheOneThatIsNamed() {
        serveTwo();

        user.types("--pool api backends list");

        assertThat(server.askedOnce(ListBackendsRequest.class).getPool()).isEqualTo("api");
    }

    @Test
    void oneIsShownInFull() {
        server.on(
                BackendServiceGrpc.getGetBackendMethod(),
                GetBackendResponse.newBuilder().setRevision(7).setBackend(UP).build());

        assertThat(user.types("backends show b1")).isZero();

        assertThat(user.out())
                .containsPattern("id +b1\n")
                .containsPattern("health +up\n")
                .containsPattern("latency +12.3 ms\n")
                .containsPattern("tags +zone=a\n")
                .containsPattern("last probe +none yet\n");
    }

    @Test
    void addingSendsWhatWasTyped() {
        server.onRequest(
                BackendServiceGrpc.getAddBackendMethod(),
                request -> AddBackendResponse.newBuilder()
                        .setRevision(8)
                        .setBackend(DOWN)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        int exit = user.types(
                "add",
                "backends",
                "127.0.0.1:3002",
                "--id",
                "backend-2",
                "--weight",
                "3",
                "--tag",
                "zone=a",
                "--tag",
                "rack=1",
                "-m",
                "more of it",
                "--if-revision",
                "7",
                "--force");

        assertThat(exit).isZero();
        AddBackendRequest request = server.askedOnce(AddBackendRequest.class);
        assertThat(request.getBackend())
                .isEqualTo(Backend.newBuilder()
                        .setId("backend-2")
                        .setUrl("127.0.0.1:3002")
                        .setWeight(3)
                        .putTags("zone", "a")
                        .putTags("rack", "1")
                        .build());
        assertThat(request.getMessage()).isEqualTo("more of it");
        assertThat(request.hasIfRevision()).isTrue();
        assertThat(request.getIfRevision()).isEqualTo(7);
        assertThat(request.getForce()).isTrue();
        assertThat(request.getValidateOnly()).isFalse();
        assertThat(request.getRequestId()).hasSize(32);
        assertThat(user.err()).isEqualTo("backend backend-2 added to pool default (revision 8)\n");
        assertThat(user.outLines()).hasSize(2).last().asString().startsWith("backend-2  http://127.0.0.1:3002  down");
    }

    @Test
    void withoutFlagsNothingIsSentThatWasNotSaid() {
        server.on(BackendServiceGrpc.getAddBackendMethod(), AddBackendResponse.getDefaultInstance());

        user.types("backends add 127.0.0.1:3002");

        AddBackendRequest request = server.askedOnce(AddBackendRequest.class);
        assertThat(request.hasIfRevision()).isFalse();
        assertThat(request.getBackend().hasWeight()).isFalse();
        assertThat(request.getBackend().getId()).isEmpty();
        assertThat(user.err()).isEqualTo("nothing to change (revision 0)\n");
    }

    @Test
    void quietChangesSayNothing() {
        server.on(
                BackendServiceGrpc.getUpdateBackendMethod(),
                UpdateBackendResponse.newBuilder().setBackend(UP).build());

        assertThat(user.types("weight b1 3 -q")).isZero();
        assertThat(user.out()).isEmpty();
        assertThat(user.err()).isEmpty();

        user.types("weight b1 3 -q -o name");
        assertThat(user.out()).isEqualTo("b1\n");
    }

    @Test
    void whatIsSetIsNamedInTheMask() {
        server.on(
                BackendServiceGrpc.getUpdateBackendMethod(),
                UpdateBackendResponse.newBuilder().setBackend(UP).build());

        user.types("backends set b1 --url https://127.0.0.1:4001 --weight 0 --tag zone=b --untag rack");
        user.types("weight b1 5");
        user.types("maint b1");
        user.types("ready backend b1");

        assertThat(server.asked(UpdateBackendRequest.class))
                .extracting(request -> String.join(" ", request.getUpdateMask().getPathsList()))
                .containsExactly("url weight tags.zone tags.rack", "weight", "admin_state", "admin_state");
        assertThat(server.asked(UpdateBackendRequest.class))
                .extracting(request -> request.getBackend().getAdminState())
                .endsWith(Backend.AdminState.maint, Backend.AdminState.ready);
        assertThat(user.types("backends set b1")).isEqualTo(2);
        assertThat(user.err()).contains("nothing to set; give --url, --weight, --tag or --untag");
    }

    @Test
    void removingSaysSo() {
        server.on(
                BackendServiceGrpc.getRemoveBackendMethod(),
                RemoveBackendResponse.newBuilder()
                        .setRevision(9)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types("remove backend b1 --pool api")).isZero();

        assertThat(server.askedOnce(RemoveBackendRequest.class).hasDrainTimeout())
                .isFalse();
        assertThat(user.err()).isEqualTo("backend b1 removed from pool api (revision 9)\n");
        assertThat(user.out()).isEmpty();
    }

    @Test
    void aDryRunShowsWhatWouldBeAndWhatWouldBeRefused() {
        server.on(
                BackendServiceGrpc.getRemoveBackendMethod(),
                RemoveBackendResponse.newBuilder()
                        .setRevision(7)
                        .setOutcome(ChangeOutcome.newBuilder()
                                .setValidateOnly(true)
                                .addDifferences("pool default backend b1 removed")
                                .addRefusals("pool default would have 0 eligible backends, min-healthy is 1")
                                .addForecasts(Forecast.newBuilder()
                                        .setPool("default")
                                        .setMethod("10000 requests through a fresh round_robin")
                                        .addShares(ForecastShare.newBuilder()
                                                .setBackend("b1")
                                                .setBefore(0.5))
                                        .addShares(ForecastShare.newBuilder()
                                                .setBackend("backend-2")
                                                .setBefore(0.5)
                                                .setAfter(1))))
                        .build());

        assertThat(user.types("remove backend b1 --dry-run --drain-timeout 5s")).isEqualTo(6);

        RemoveBackendRequest request = server.askedOnce(RemoveBackendRequest.class);
        assertThat(request.getValidateOnly()).isTrue();
        assertThat(request.getDrainTimeout().getSeconds()).isEqualTo(5);
        assertThat(user.out()).isEqualTo("""
                pool default backend b1 removed

                pool default, 10000 requests through a fresh round_robin
                BACKEND    BEFORE   AFTER
                b1          50.0%       -
                backend-2   50.0%  100.0%
                """);
        assertThat(user.err())
                .isEqualTo("lb-ctl: would be refused: pool default would have 0 eligible backends, min-healthy is 1\n");
    }

    @Test
    void aReadTakesTheOptionsOfChangesToo() {
        serveTwo();

        assertThat(user.types("backends list --wait --dry-run --if-revision 3 -m why -y -q --timeout 5s --no-color"))
                .isZero();
    }

    @Test
    void wrongValuesAreUsageBeforeAnybodyIsCalled() {
        assertThat(user.types("backends list --timeout 5")).isEqualTo(2);
        assertThat(user.err()).contains("\"5\" is not a duration, expected one such as 250ms, 5s or 2m");

        assertThat(user.types("backends list -o xml")).isEqualTo(2);
        assertThat(user.err()).contains("xml").contains("table, wide, json, yaml, name");

        assertThat(user.types("backends add 127.0.0.1:1 --tag zone")).isEqualTo(2);
        assertThat(user.err()).contains("\"zone\" is not a pair, expected NAME=VALUE");

        assertThat(user.types("backends weight b1 1 --if-revision -1")).isEqualTo(2);
        assertThat(user.types("backends weight b1 many")).isEqualTo(2);
        assertThat(server.authorizations()).isEmpty();
    }

    private void serveTwo() {
        server.on(
                BackendServiceGrpc.getListBackendsMethod(),
                ListBackendsResponse.newBuilder()
                        .setRevision(7)
                        .addBackends(UP)
                        .addBackends(DOWN)
                        .build());
    }
}
