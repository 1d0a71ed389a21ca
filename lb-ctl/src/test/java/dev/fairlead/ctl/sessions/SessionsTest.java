package dev.fairlead.ctl.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.SessionServiceGrpc;
import dev.fairlead.control.v1.ShowSessionRequest;
import dev.fairlead.control.v1.ShowSessionResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final ShowSessionResponse KEPT = ShowSessionResponse.newBuilder()
            .setPool("web")
            .setBackend("b2")
            .setResult("kept")
            .setMeaning("its next request goes to b2")
            .setExpiresInSeconds(3600)
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aValueIsToldWhatItMeans() {
        serve(KEPT);

        assertThat(user.types("sessions show AQ-x_y= --pool web")).isZero();

        assertThat(server.askedOnce(ShowSessionRequest.class))
                .isEqualTo(ShowSessionRequest.newBuilder()
                        .setValue("AQ-x_y=")
                        .setPool("web")
                        .build());
        assertThat(user.out()).isEqualTo("""
                result   kept
                meaning  its next request goes to b2
                pool     web
                backend  b2
                expires  in 1h
                """);

        assertThat(user.types("show session AQ -o name")).isZero();
        assertThat(user.out()).isEqualTo("b2\n");
        assertThat(server.asked(ShowSessionRequest.class).get(1).getPool())
                .as("in every pool")
                .isEmpty();
    }

    @Test
    void aForgedValueIsForNobody() {
        serve(ShowSessionResponse.newBuilder()
                .setResult("forged")
                .setMeaning("was not made with any of our secrets")
                .build());

        assertThat(user.types("sessions show nonsense")).isZero();

        assertThat(user.out()).isEqualTo("""
                result   forged
                meaning  was not made with any of our secrets
                pool     -
                backend  -
                """);
    }

    @Test
    void anExpiryCanBeOverOrNever() {
        serve(KEPT.toBuilder().setExpiresInSeconds(-120).build());
        user.types("sessions show AQ");
        assertThat(user.out()).contains("expires  2m ago\n");

        serve(KEPT.toBuilder().clearExpiresInSeconds().build());
        user.types("sessions show AQ");
        assertThat(user.out()).contains("expires  never\n");
    }

    @Test
    void aValueIsNeeded() {
        serve(KEPT);

        assertThat(user.types("sessions show")).isEqualTo(2);
        assertThat(user.err()).contains("Missing required parameter: 'COOKIE-VALUE'");
        assertThat(user.types("sessions", "show", "")).isEqualTo(2);
        assertThat(user.err()).contains("the value is empty, expected that of a cookie or header");
        assertThat(user.types("sessions show a b")).isEqualTo(2);
        assertThat(user.types("sessions show -dash")).isEqualTo(2);
        assertThat(user.types("sessions show -- -dash")).isZero();
        assertThat(server.askedOnce(ShowSessionRequest.class).getValue()).isEqualTo("-dash");
    }

    private void serve(ShowSessionResponse answer) {
        server.on(SessionServiceGrpc.getShowSessionMethod(), answer);
    }
}
