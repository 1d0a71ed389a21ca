package dev.fairlead.ctl.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AccessLists;
import dev.fairlead.control.v1.FixedAnswer;
import dev.fairlead.control.v1.GetRouteResponse;
import dev.fairlead.control.v1.HeaderEdits;
import dev.fairlead.control.v1.ListRoutesResponse;
import dev.fairlead.control.v1.Mirror;
import dev.fairlead.control.v1.RateLimit;
import dev.fairlead.control.v1.Redirect;
import dev.fairlead.control.v1.Rewrite;
import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteLimits;
import dev.fairlead.control.v1.RouteMatch;
import dev.fairlead.control.v1.RouteRetry;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.RouteTimeouts;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTextTest {

    /** As a server tells it: what was never set has its default. */
    private static final Route RICH = Route.newBuilder()
            .setName("rich")
            .setMatch(RouteMatch.newBuilder()
                    .addHost("api.example.com")
                    .addHost("*.example.org")
                    .setPath("/api")
                    .addMethods("GET")
                    .addMethods("POST")
                    .putHeaders("X-Beta", "1")
                    .putQuery("v", "2"))
            .setPool("api")
            .setSplitBy("random")
            .setRedirect(Redirect.newBuilder().setStatus(302))
            .setRespond(FixedAnswer.newBuilder().setStatus(0).setContentType("text/plain"))
            .setMirror(Mirror.newBuilder().setPool("next").setPercent(10))
            .setRewrite(Rewrite.newBuilder().setPathPrefix("/v2").setHost("app.internal"))
            .setRequestHeaders(HeaderEdits.newBuilder()
                    .putSet("X-A", "1")
                    .putAdd("X-C", "3")
                    .addRemove("X-B"))
            .setResponseHeaders(HeaderEdits.newBuilder().putSet("X-D", "4"))
            .setTimeouts(RouteTimeouts.newBuilder()
                    .setFirstByte(Spans.proto(Duration.ofSeconds(5)))
                    .setRequest(Spans.proto(Duration.ZERO)))
            .setRetry(RouteRetry.newBuilder().setAttempts(1).addMethods("GET").addOn("reset"))
            .setLimits(RouteLimits.newBuilder().setBody(1 << 20))
            .setAccess(AccessLists.newBuilder().addAllow("10.0.0.0/8").addDeny("10.6.6.6"))
            .addRateLimits(RateLimit.newBuilder()
                    .setName("each")
                    .setKey("client")
                    .setRate("100/s")
                    .setBurst(200)
                    .setDryRun(true))
            .addRateLimits(RateLimit.newBuilder().setName("all").setKey("all").setRate("5/m"))
            .build();

    @Test
    void everythingThatARouteSaysIsShown() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.on(
                    RouteServiceGrpc.getGetRouteMethod(),
                    GetRouteResponse.newBuilder().setRoute(RICH).build());
            User user = User.of(server);

            assertThat(user.types("routes show rich")).isZero();

            assertThat(user.out()).isEqualTo("""
                    name              rich
                    match             {api.example.com,*.example.org}/api GET,POST X-Beta: 1 ?v=2
                    hosts             api.example.com, *.example.org
                    to                api
                    mirrored to       next (10%)
                    path becomes      /v2
                    host becomes      app.internal
                    request headers   remove X-B; set X-A: 1; add X-C: 3
                    response headers  set X-D: 4
                    timeouts          first byte 5s, request 0s
                    retry             1 attempt for GET on reset
                    request body      at most 1.0 MiB
                    allow             10.0.0.0/8
                    deny              10.6.6.6
                    rate limits       each 100/s by client, burst 200, only counted; all 5/m by all
                    """);
        }
    }

    @Test
    void aWideTableTellsTheRestToo() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.on(
                    RouteServiceGrpc.getListRoutesMethod(),
                    ListRoutesResponse.newBuilder().addRoutes(RICH).build());
            User user = User.of(server);

            assertThat(user.types("routes list -o wide")).isZero();

            assertThat(user.out())
                    .contains(
                            "api, mirrored to next (10%)",
                            "path becomes /v2; host becomes app.internal; request headers:")
                    .contains("; body at most 1.0 MiB; allow 10.0.0.0/8; deny 10.6.6.6; limits: each 100/s");
        }
    }

    @Test
    void aMatchIsAFewWords() {
        assertThat(MatchText.brief(RouteMatch.getDefaultInstance())).isEqualTo("any request");
        assertThat(MatchText.brief(RouteMatch.newBuilder().setPath("/").build()))
                .isEqualTo("/");
        assertThat(MatchText.brief(RouteMatch.newBuilder().setPathExact("/old").build()))
                .isEqualTo("/old exactly");
        assertThat(MatchText.brief(
                        RouteMatch.newBuilder().setPathRegex("^/internal/.*").build()))
                .isEqualTo("~ ^/internal/.*");
        assertThat(MatchText.brief(RouteMatch.newBuilder()
                        .addHost("a.example")
                        .setPathRegex("x$")
                        .build()))
                .isEqualTo("a.example ~ x$");
        assertThat(MatchText.brief(RouteMatch.newBuilder()
                        .putQuery("b", "*")
                        .putQuery("a", "1")
                        .build()))
                .isEqualTo("?a=1&b=*");
    }

    @Test
    void aThousandHostsAreCounted() {
        RouteMatch.Builder match = RouteMatch.newBuilder();
        IntStream.range(0, 1000).forEach(i -> match.addHost("h" + i + ".example"));

        assertThat(MatchText.brief(match.build())).isEqualTo("{h0.example,h1.example,+998}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "95 | 5   | random     | 95% stable, 5% canary",
                "95 | 5   | cookie:uid | 95% stable, 5% canary by cookie:uid",
                "5  | 95  | ''         | 95% canary, 5% stable",
                "1  | 2   | ''         | 66.67% canary, 33.33% stable",
                "1  | 0   | ''         | 100% stable, 0% canary",
                "1000000 | 1 | ''      | 100% stable, <0.01% canary",
                "1  | 1   | ''         | 50% canary, 50% stable",
                "0  | 0   | ''         | canary=0,stable=0",
                "x  | 5   | ''         | canary=5,stable=x",
                "-1 | 5   | ''         | canary=5,stable=-1",
            })
    void aSplitIsToldInPercent(String stable, String canary, String by, String text) {
        assertThat(EndText.of(Route.newBuilder()
                        .putAllSplit(Map.of("stable", stable, "canary", canary))
                        .setSplitBy(by)
                        .build()))
                .isEqualTo(text);
    }

    @Test
    void anAnswerIsItsStatusAndARedirectItsTarget() {
        Redirect unset = Redirect.newBuilder().setStatus(302).build();
        assertThat(EndText.of(Route.newBuilder()
                        .setRedirect(unset)
                        .setRespond(FixedAnswer.newBuilder().setStatus(403))
                        .build()))
                .isEqualTo("403");
        assertThat(EndText.of(Route.newBuilder()
                        .setRedirect(unset.toBuilder().setTo("https://example.com/new"))
                        .build()))
                .isEqualTo("redirect 302 to https://example.com/new");
        assertThat(EndText.of(Route.getDefaultInstance())).isEqualTo("-");
        assertThat(EndText.of(Route.newBuilder()
                        .setPool("api")
                        .setMirror(Mirror.newBuilder().setPool("next").setPercent(100))
                        .build()))
                .isEqualTo("api, mirrored to next");
    }
}
