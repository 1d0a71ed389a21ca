package dev.fairlead.ctl.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.RouteVerdict;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRouteTest {

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRequestIsToldItsRouteAndWhyNotTheOthers() {
        serve(TestRouteResponse.newBuilder()
                .setNormalPath("/api/x")
                .setRoute("api")
                .setPool("web")
                .setTarget("/v2/x")
                .setHost("app.internal")
                .setOutcome("goes to pool web")
                .addRoutes(verdict("old", false, "its path is /old exactly"))
                .addRoutes(verdict("api", true, "host and path match"))
                .addRoutes(verdict("all", true, "matches too, but api comes first"))
                .build());

        assertThat(user.types(
                        "routes",
                        "test",
                        "POST https://api.example.com//api/x",
                        "-H",
                        "X-Beta:1",
                        "-H",
                        "Host: other.example",
                        "--client",
                        "10.0.0.9"))
                .isZero();

        assertThat(server.askedOnce(TestRouteRequest.class))
                .isEqualTo(TestRouteRequest.newBuilder()
                        .setMethod("POST")
                        .setUrl("https://api.example.com//api/x")
                        .addHeaders("X-Beta: 1")
                        .addHeaders("Host: other.example")
                        .setClient("10.0.0.9")
                        .build());
        assertThat(user.out()).isEqualTo("""
                request       POST https://api.example.com//api/x
                path          /api/x
                route         api
                pool          web
                sent as       /v2/x
                sent to host  app.internal
                outcome       goes to pool web

                   ROUTE  MATCHES  BECAUSE
                   old    no       its path is /old exactly
                *  api    yes      host and path match
                   all    yes      matches too, but api comes first
                """);

        assertThat(user.types("test", "route", "https://api.example.com/", "-o", "name"))
                .isZero();
        assertThat(user.out()).isEqualTo("api\n");
        assertThat(user.types("test", "route", "https://api.example.com/", "-o", "json"))
                .isZero();
        assertThat(user.out()).contains("\"normalPath\": \"/api/x\"");
    }

    @Test
    void anAnswerOfOursHasAStatusAndNoPool() {
        serve(TestRouteResponse.newBuilder()
                .setStatus(400)
                .setOutcome("is refused: %2F is read in two ways")
                .build());

        assertThat(user.types("routes test https://api.example.com/a%2Fb")).isZero();

        assertThat(server.askedOnce(TestRouteRequest.class).getMethod())
                .as("the server says what is usual")
                .isEmpty();
        assertThat(user.out()).isEqualTo("""
                request  GET https://api.example.com/a%2Fb
                route    -
                status   400
                outcome  is refused: %2F is read in two ways
                """);
    }

    @Test
    void forgottenQuotesAreForgiven() {
        serve(TestRouteResponse.getDefaultInstance());

        assertThat(user.types("routes test GET https://api.example.com/x --client ::1"))
                .isZero();
        assertThat(user.types("routes", "test", "  GET \t https://api.example.com/x "))
                .isZero();

        List<TestRouteRequest> asked = server.asked(TestRouteRequest.class);
        assertThat(asked).extracting(TestRouteRequest::getUrl).containsOnly("https://api.example.com/x");
        assertThat(asked).extracting(TestRouteRequest::getMethod).containsOnly("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes test", "routes test GET", "test routes  ", "routes test --client 10.0.0.9"})
    void aUrlIsNeeded(String typed) {
        assertThat(user.types(typed.split(" ", -1))).isEqualTo(2);
        assertThat(user.err()).contains("which request? Give its URL, as in 'GET https://api.example.com/x'");
        assertThat(server.asked(TestRouteRequest.class)).isEmpty();
    }

    @Test
    void whatIsNoRequestOrHeaderIsRefused() {
        assertThat(user.types("routes test GET https://api.example.com/x HTTP/1.1"))
                .isEqualTo(2);
        assertThat(user.err()).contains("\"GET https://api.example.com/x HTTP/1.1\" is not a request");
        assertThat(user.types("routes test https://a.example/ -H nonsense")).isEqualTo(2);
        assertThat(user.err()).contains("\"nonsense\" is not a header, expected 'NAME: VALUE'");
    }

    private void serve(TestRouteResponse answer) {
        server.on(RouteServiceGrpc.getTestRouteMethod(), answer);
    }

    private static RouteVerdict verdict(String route, boolean matches, String reason) {
        return RouteVerdict.newBuilder()
                .setRoute(route)
                .setMatches(matches)
                .setReason(reason)
                .build();
    }
}
