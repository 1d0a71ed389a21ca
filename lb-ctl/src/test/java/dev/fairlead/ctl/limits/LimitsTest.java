package dev.fairlead.ctl.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.HeldBack;
import dev.fairlead.control.v1.LimitServiceGrpc;
import dev.fairlead.control.v1.LimitState;
import dev.fairlead.control.v1.ListLimitsResponse;
import dev.fairlead.control.v1.RateLimit;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final LimitState PER_CLIENT = LimitState.newBuilder()
            .setScope("server")
            .setLimit(RateLimit.newBuilder()
                    .setName("per-client")
                    .setKey("client")
                    .setRate("100/s")
                    .setBurst(200))
            .setLimited(131)
            .setShared(2)
            .addHeldBack(HeldBack.newBuilder().setKey("10.0.0.9").setRequests(120))
            .addHeldBack(HeldBack.newBuilder().setKey("\u001b[2J").setRequests(11))
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void limitsAreListedWithThoseWhoAreHeldBack() {
        serve(ListLimitsResponse.newBuilder()
                .addLimits(PER_CLIENT)
                .addLimits(LimitState.newBuilder()
                        .setScope("route api")
                        .setLimit(RateLimit.newBuilder()
                                .setName("login")
                                .setKey("cookie:sid")
                                .setRate("5/m")
                                .setDryRun(true)))
                .setKeys(12)
                .setMostKeys(100_000)
                .build());

        assertThat(user.types("limits list")).isZero();

        assertThat(user.out()).isEqualTo("""
                LIMIT       OF         KEY          RATE  BURST  MODE      LIMITED  SHARED
                per-client  server     client      100/s    200  enforced      131       2
                login       route api  cookie:sid    5/m      -  dry run         0       0

                HELD BACK  REQUESTS  BY          OF
                10.0.0.9        120  per-client  server
                \\u001b[2J        11  per-client  server

                12 keys remembered, of at most 100000
                """);

        assertThat(user.types("list limits -o name")).isZero();
        assertThat(user.out()).isEqualTo("per-client\nlogin\n");
        assertThat(user.types("list limit -o json")).isZero();
        assertThat(user.out()).contains("\"mostKeys\": \"100000\"").doesNotContain("\u001b");
    }

    @Test
    void nobodyHeldBackIsSaid() {
        serve(ListLimitsResponse.newBuilder()
                .addLimits(PER_CLIENT.toBuilder().clearHeldBack())
                .setKeys(1)
                .setMostKeys(100)
                .build());

        assertThat(user.types("limits list")).isZero();
        assertThat(user.out()).endsWith("\n\nnobody is held back; 1 key remembered, of at most 100\n");
    }

    @Test
    void noLimitsAreSaidOnStderr() {
        serve(ListLimitsResponse.getDefaultInstance());

        assertThat(user.types("limits list")).isZero();
        assertThat(user.err()).isEqualTo("no rate limits\n");
        assertThat(user.types("limits list -o name -q")).isZero();
        assertThat(user.out() + user.err()).isEmpty();
    }

    @Test
    void anotherVerbIsUsage() {
        assertThat(user.types("limits")).isEqualTo(2);
        assertThat(user.err()).contains("limits needs a verb: list");
        assertThat(user.types("limits show")).isEqualTo(2);
        assertThat(user.types("limits list extra")).isEqualTo(2);
    }

    private void serve(ListLimitsResponse answer) {
        server.on(LimitServiceGrpc.getListLimitsMethod(), answer);
    }
}
