package dev.fairlead.ctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.ListStrategiesResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.PromoteStrategyRequest;
import dev.fairlead.control.v1.PromoteStrategyResponse;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.SetStrategyResponse;
import dev.fairlead.control.v1.ShadowShare;
import dev.fairlead.control.v1.ShadowStrategyRequest;
import dev.fairlead.control.v1.ShadowStrategyResponse;
import dev.fairlead.control.v1.Strategy;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrategyTest {

    private static final ChangeOutcome CHANGED =
            ChangeOutcome.newBuilder().setChanged(true).build();
    private static final Pool POOL = Pool.newBuilder()
            .setName("default")
            .setStrategy(StrategyChoice.newBuilder().setName("ring_hash").putOptions("key", "path"))
            .setStrategyState("asked")
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void strategiesAreListedWithWhereTheyComeFrom() {
        server.on(
                StrategyServiceGrpc.getListStrategiesMethod(),
                ListStrategiesResponse.newBuilder()
                        .addStrategies(Strategy.newBuilder()
                                .setName("p2c")
                                .setPlugin("built-in")
                                .addPools("default")
                                .setDescription("the better of two"))
                        .addStrategies(Strategy.newBuilder().setName("mine").setPlugin("my-plugin"))
                        .build());

        assertThat(user.types("list strategies")).isZero();

        assertThat(user.out()).isEqualTo("""
                NAME  PLUGIN     POOLS    DESCRIPTION
                p2c   built-in   default  the better of two
                mine  my-plugin  -
                """);
    }

    @Test
    void whoDecidesIsShown() {
        server.on(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolResponse.newBuilder().setPool(POOL).build());

        assertThat(user.types("strategy show")).isZero();

        assertThat(user.out()).isEqualTo("""
                pool      default
                strategy  ring_hash
                options   key=path
                state     asked
                """);
    }

    @Test
    void aNameIsSentAsItWasTypedAndValuesMayHaveColons() {
        server.on(
                StrategyServiceGrpc.getSetStrategyMethod(),
                SetStrategyResponse.newBuilder()
                        .setRevision(3)
                        .setPool(POOL)
                        .setOutcome(CHANGED)
                        .build());

        assertThat(user.types("set strategy Ring-Hash --option key=header:X-User --option points=64"))
                .isZero();

        assertThat(server.askedOnce(SetStrategyRequest.class).getStrategy())
                .isEqualTo(StrategyChoice.newBuilder()
                        .setName("Ring-Hash")
                        .putOptions("key", "header:X-User")
                        .putOptions("points", "64")
                        .build());
        assertThat(user.err()).isEqualTo("pool default now uses ring_hash (revision 3)\n");
    }

    @Test
    void theShadowIsPromoted() {
        server.on(
                StrategyServiceGrpc.getPromoteStrategyMethod(),
                PromoteStrategyResponse.newBuilder()
                        .setRevision(3)
                        .setPool(POOL)
                        .setOutcome(CHANGED)
                        .build());

        assertThat(user.types("promote -m better -o name")).isZero();

        assertThat(server.askedOnce(PromoteStrategyRequest.class).getMessage()).isEqualTo("better");
        assertThat(user.out()).isEqualTo("ring_hash\n");
    }

    @Test
    void aShadowTellsHowItDiffers() {
        ShadowStrategyResponse report = ShadowStrategyResponse.newBuilder()
                .setCandidate("p2c")
                .setRequests(1000)
                .setAgreement(0.4)
                .setSpreadLive(0.3)
                .setSpreadCandidate(0.1)
                .setNanosLive(30)
                .setNanosCandidate(50)
                .addShares(
                        ShadowShare.newBuilder().setBackend("b1").setLive(0.6).setCandidate(0.5))
                .build();
        server.onStream(StrategyServiceGrpc.getShadowStrategyMethod(), (request, reader) -> {
            reader.onNext(report);
            reader.onNext(report);
        });

        assertThat(user.types("strategy shadow p2c --sample 10 -n 2")).isZero();

        ShadowStrategyRequest request = server.askedOnce(ShadowStrategyRequest.class);
        assertThat(request.getSamplePercent()).isEqualTo(10);
        assertThat(request.getStrategy().getName()).isEqualTo("p2c");
        assertThat(user.outLines())
                .hasSize(4)
                .contains(
                        "p2c: 1000 requests, the same choice for 40.0%; spread 0.300, would be 0.100;"
                                + " a choice costs 30 ns, would cost 50 ns",
                        "  b1 60.0%, would be 50.0%");
    }

    @Test
    void aShadowIsEnded() {
        server.on(
                StrategyServiceGrpc.getShadowStrategyMethod(),
                ShadowStrategyResponse.newBuilder().setPool("default").build());

        assertThat(user.types("shadow --off")).isZero();

        ShadowStrategyRequest request = server.askedOnce(ShadowStrategyRequest.class);
        assertThat(request.hasStrategy()).isFalse();
        assertThat(request.getEnd()).isTrue();
        assertThat(user.out()).isEmpty();
        assertThat(user.types("strategy shadow --sample 10")).isEqualTo(2);
        assertThat(user.types("strategy shadow p2c --off")).isEqualTo(2);
    }
}
