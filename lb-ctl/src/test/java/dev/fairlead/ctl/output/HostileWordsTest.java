package dev.fairlead.ctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.fairlead.control.v1.Attempt;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ListRoutesResponse;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteMatch;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.RouteVerdict;
import dev.fairlead.control.v1.SessionServiceGrpc;
import dev.fairlead.control.v1.ShowSessionResponse;
import dev.fairlead.control.v1.Stats;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.control.v1.WatchStatsResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client, a backend or an operator has put escape sequences into what the server tells: no terminal obeys them. */
class HostileWordsTest {

    private static final String HOSTILE = "\u001b]0;owned\u0007\u009b2J";
    private static final String SPELT = "\\u001b]0;owned\\u0007\\u009b2J";

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void factsTablesAndStoriesSpellThemOut() {
        server.on(
                ExplainServiceGrpc.getExplainRequestMethod(),
                ExplainRequestResponse.newBuilder()
                        .setRequestId("r1")
                        .setPath("/" + HOSTILE)
                        .addAttempts(Attempt.newBuilder()
                                .setBackend("b1")
                                .setDetail(HOSTILE)
                                .setFailure("reset"))
                        .addStory("b1 said " + HOSTILE)
                        .build());

        assertThat(user.types("explain r1")).isZero();
        assertThat(user.out())
                .contains("asked    " + " /" + SPELT, "reset (" + SPELT + ")", "b1 said " + SPELT)
                .doesNotContain("\u001b", "\u0007", "\u009b");

        assertThat(user.types("explain r1 -o json")).isZero();
        assertThat(user.out()).doesNotContain("\u001b", "\u0007", "\u009b");
        assertThat(JsonParser.parseString(user.out())
                        .getAsJsonObject()
                        .get("path")
                        .getAsString())
                .isEqualTo("/" + HOSTILE);
    }

    @Test
    void refusalsSpellThemOut() {
        server.onRequest(BackendServiceGrpc.getGetBackendMethod(), request -> {
            throw Status.NOT_FOUND.withDescription("no " + HOSTILE).asRuntimeException();
        });

        assertThat(user.types("backends show x")).isEqualTo(4);
        assertThat(user.err()).isEqualTo("lb-ctl: no " + SPELT + "\n");
    }

    @Test
    void eventsSpellThemOut() {
        server.onStream(
                WatchServiceGrpc.getWatchStateMethod(),
                (request, reader) -> reader.onNext(WatchStateResponse.newBuilder()
                        .setAccepted(Revision.newBuilder().setRevision(3).setMessage(HOSTILE))
                        .build()));

        assertThat(user.types("watch -n 1")).isZero();
        assertThat(user.out()).contains("revision 3 (" + SPELT + ")").doesNotContain("\u001b");
    }

    @Test
    void framesOfALiveTerminalObeyOursOnly() {
        server.onStream(
                WatchServiceGrpc.getWatchStatsMethod(),
                (request, reader) -> reader.onNext(WatchStatsResponse.newBuilder()
                        .setStats(Stats.newBuilder()
                                .addPools(PoolStats.newBuilder()
                                        .setPool("p" + HOSTILE)
                                        .addBackends(BackendStats.newBuilder().setId("b" + HOSTILE))))
                        .build()));

        assertThat(user.atTerminal("").types("top -n 1")).isZero();
        assertThat(user.out()).contains("pool p" + SPELT, "b\\u001b]0;").doesNotContain("\u001b]", "\u0007");
    }

    @Test
    void routesAndSessionsSpellThemOut() {
        server.on(
                        RouteServiceGrpc.getTestRouteMethod(),
                        TestRouteResponse.newBuilder()
                                .setRoute("r" + HOSTILE)
                                .setOutcome(HOSTILE)
                                .addRoutes(RouteVerdict.newBuilder()
                                        .setRoute("r" + HOSTILE)
                                        .setReason(HOSTILE))
                                .build())
                .on(
                        RouteServiceGrpc.getListRoutesMethod(),
                        ListRoutesResponse.newBuilder()
                                .addRoutes(Route.newBuilder()
                                        .setName(HOSTILE)
                                        .setMatch(RouteMatch.newBuilder().setPathRegex(HOSTILE))
                                        .putSplit(HOSTILE, HOSTILE))
                                .build())
                .on(
                        SessionServiceGrpc.getShowSessionMethod(),
                        ShowSessionResponse.newBuilder()
                                .setResult(HOSTILE)
                                .setBackend(HOSTILE)
                                .build());

        for (String command : List.of("routes test https://a.example/" + HOSTILE, "routes list", "sessions show x")) {
            for (String format : List.of("table", "wide", "name", "json", "yaml")) {
                assertThat(user.types(command + " -o " + format)).as(user.err()).isZero();
                assertThat(user.out()).contains("owned").doesNotContain("\u001b", "\u0007", "\u009b");
            }
        }
    }
}
