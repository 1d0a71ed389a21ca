package dev.fairlead.ctl.pools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.CreatePoolResponse;
import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.DeletePoolResponse;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.ListPoolsResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolsTest {

    private static final Pool POOL = Pool.newBuilder()
            .setName("default")
            .setStrategy(StrategyChoice.newBuilder().setName("p2c"))
            .setStrategyState("asked")
            .setTotalBackends(3)
            .setEligibleBackends(2)
            .setMinHealthy(1)
            .setHealthCheck(HealthCheck.newBuilder()
                    .setType("http")
                    .setPath("/health")
                    .setInterval(Spans.proto(Duration.ofSeconds(30))))
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void poolsAreListed() {
        server.on(
                PoolServiceGrpc.getListPoolsMethod(),
                ListPoolsResponse.newBuilder().addPools(POOL).build());

        assertThat(user.types("list pools")).isZero();

        assertThat(user.out()).isEqualTo("""
                NAME     STRATEGY  STATE  BACKENDS  ELIGIBLE  MIN-HEALTHY  HEALTH CHECK
                default  p2c       asked         3         2            1  http /health every 30s
                """);
    }

    @Test
    void aPoolIsShown() {
        server.on(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolResponse.newBuilder().setPool(POOL).build());

        assertThat(user.types("pools show api")).isZero();

        assertThat(server.askedOnce(GetPoolRequest.class).getPool()).isEqualTo("api");
        assertThat(user.out()).containsPattern("backends +3, of which 2 take new requests\n");
    }

    @Test
    void aPoolIsMadeAsItWasSaid() {
        server.on(
                PoolServiceGrpc.getCreatePoolMethod(),
                CreatePoolResponse.newBuilder()
                        .setRevision(4)
                        .setPool(POOL)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types("add pool api --strategy ring_hash --option key=path --min-healthy 2"
                        + " --first-byte-timeout 2s --backend-header true"))
                .isZero();

        assertThat(server.askedOnce(CreatePoolRequest.class).getPool().toString())
                .isEqualTo(Pool.newBuilder()
                        .setName("api")
                        .setMinHealthy(2)
                        .setBackendHeaderOnResponse(true)
                        .setStrategy(
                                StrategyChoice.newBuilder().setName("ring_hash").putOptions("key", "path"))
                        .setTimeouts(dev.fairlead.control.v1.Timeouts.newBuilder()
                                .setFirstByte(Spans.proto(Duration.ofSeconds(2))))
                        .build()
                        .toString());
        assertThat(user.err()).isEqualTo("pool api added (revision 4)\n");
    }

    @Test
    void whatIsSetIsNamedInTheMask() {
        server.on(
                PoolServiceGrpc.getUpdatePoolMethod(),
                UpdatePoolResponse.newBuilder().setPool(POOL).build());

        user.types("pools set --pool api --min-healthy 2 --connect-timeout 1s --idle-timeout 0s --per-try-timeout 3s"
                + " --request-timeout 10s --tunnel-idle-timeout 2h --ejection-max-percent 30"
                + " --max-connections 9 --retry-attempts 1");

        UpdatePoolRequest request = server.askedOnce(UpdatePoolRequest.class);
        assertThat(request.getPool().getName()).isEqualTo("api");
        assertThat(request.getUpdateMask().getPathsList())
                .containsExactly(
                        "min_healthy",
                        "timeouts.connect",
                        "timeouts.per_try",
                        "timeouts.idle",
                        "timeouts.request",
                        "timeouts.tunnel_idle",
                        "connections.max_per_backend",
                        "retry.attempts",
                        "ejection.max_percent");
        assertThat(user.types("pools set api")).isEqualTo(2);
    }

    @Test
    void onATerminalTheUserSeesWhatWouldGoAndIsAsked() {
        serveDelete();

        user.atTerminal("n\n");
        assertThat(user.types("pools remove api --no-color")).isEqualTo(1);
        assertThat(user.err()).isEqualTo("""
                  pool api removed
                Remove pool api? [y/N] lb-ctl: nothing was changed
                """);
        assertThat(server.asked(DeletePoolRequest.class))
                .extracting(DeletePoolRequest::getValidateOnly)
                .containsExactly(true);

        user.atTerminal("y\n");
        assertThat(user.types("pools remove api")).isZero();
        assertThat(server.asked(DeletePoolRequest.class))
                .extracting(DeletePoolRequest::getValidateOnly)
                .containsExactly(true, true, false);
    }

    @Test
    void withoutATerminalOrWithYesNobodyIsAsked() {
        serveDelete();

        assertThat(user.types("pools remove api")).isZero();
        user.atTerminal("");
        assertThat(user.types("pools remove api -y")).isZero();

        assertThat(server.asked(DeletePoolRequest.class))
                .extracting(DeletePoolRequest::getValidateOnly)
                .containsExactly(false, false);
    }

    private void serveDelete() {
        server.onRequest(
                PoolServiceGrpc.getDeletePoolMethod(),
                request -> DeletePoolResponse.newBuilder()
                        .setOutcome(ChangeOutcome.newBuilder()
                                .setValidateOnly(request.getValidateOnly())
                                .setChanged(!request.getValidateOnly())
                                .addDifferences("pool api removed"))
                        .build());
    }
}
