package dev.fairlead.ctl.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddRouteRequest;
import dev.fairlead.control.v1.AddRouteResponse;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DescribeSettingsResponse;
import dev.fairlead.control.v1.GetRouteRequest;
import dev.fairlead.control.v1.GetRouteResponse;
import dev.fairlead.control.v1.ListRoutesResponse;
import dev.fairlead.control.v1.MoveRouteRequest;
import dev.fairlead.control.v1.MoveRouteResponse;
import dev.fairlead.control.v1.RemoveRouteRequest;
import dev.fairlead.control.v1.RemoveRouteResponse;
import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteMatch;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.control.v1.UpdateRouteRequest;
import dev.fairlead.control.v1.UpdateRouteResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    private static final Route API = Route.newBuilder()
            .setName("api")
            .setMatch(RouteMatch.newBuilder()
                    .addHost("api.example.com")
                    .setPath("/v1")
                    .addMethods("GET"))
            .setPool("web")
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void routesAreListedInTheirOrder() {
        server.on(
                RouteServiceGrpc.getListRoutesMethod(),
                ListRoutesResponse.newBuilder()
                        .addRoutes(API)
                        .addRoutes(Route.newBuilder()
                                .setName("all")
                                .putSplit("canary", "5")
                                .putSplit("stable", "95"))
                        .build());

        assertThat(user.types("routes list")).isZero();
        assertThat(user.out()).isEqualTo("""
                NAME  MATCH                   TO
                api   api.example.com/v1 GET  web
                all   any request             95% stable, 5% canary
                """);

        assertThat(user.types("list routes -o name")).isZero();
        assertThat(user.out()).isEqualTo("api\nall\n");

        assertThat(user.types("list route -o yaml")).isZero();
        assertThat(user.out()).contains("routes:\n  - name: api\n");
    }

    @Test
    void whereThereAreNoRoutesTheUserIsToldWhereRequestsGo() {
        server.on(RouteServiceGrpc.getListRoutesMethod(), ListRoutesResponse.getDefaultInstance());

        assertThat(user.types("routes list")).isZero();
        assertThat(user.err()).isEqualTo("no routes: every request goes to pool default\n");

        user.types("routes list -q");
        assertThat(user.err()).isEmpty();
        user.types("routes list -o json");
        assertThat(user.err()).isEmpty();
    }

    @Test
    void aRouteIsShownWithWhatItSays() {
        serveRoute();

        assertThat(user.types("routes show api")).isZero();

        assertThat(server.askedOnce(GetRouteRequest.class))
                .isEqualTo(GetRouteRequest.newBuilder().setName("api").build());
        assertThat(user.out()).isEqualTo("""
                name   api
                match  api.example.com/v1 GET
                to     web
                """);
    }

    @Test
    void oneSettingIsPrintedBareAndABlockAsATable() {
        serveRoute();

        assertThat(user.types("routes get api match.path")).isZero();
        assertThat(user.out()).isEqualTo("/v1\n");

        assertThat(user.types("get route api")).isZero();
        assertThat(user.out()).isEqualTo("""
                KEY         VALUE
                match.path  /v1
                pool        web
                """);
        assertThat(server.asked(GetRouteRequest.class))
                .extracting(GetRouteRequest::getKey)
                .containsExactly("match.path", "");
    }

    @Test
    void withoutARouteTheSettingsThatThereAreAreDescribed() {
        server.on(
                ConfigServiceGrpc.getDescribeSettingsMethod(),
                DescribeSettingsResponse.newBuilder()
                        .addSettings(setting(SettingDescription.Of.pool, "min-healthy"))
                        .addSettings(setting(SettingDescription.Of.route, "match.path"))
                        .addSettings(setting(SettingDescription.Of.route, "rate-limits"))
                        .addSettings(setting(SettingDescription.Of.rate_limit, "rate"))
                        .build());

        assertThat(user.types("routes get")).isZero();
        assertThat(user.out()).isEqualTo("""
                KEY                 TYPE  DEFAULT  MEANING
                match.path          text  -        what it means
                rate-limits         text  -        what it means
                rate-limits[].rate  text  -        what it means
                """);

        assertThat(user.types("routes get -o name")).isZero();
        assertThat(user.out()).as("what can be typed").isEqualTo("match.path\nrate-limits\n");

        assertThat(user.types("routes get -o json")).isZero();
        assertThat(user.out()).contains("\"rate_limit\"").doesNotContain("min-healthy");
    }

    @Test
    void aServerThatDescribesNoRoutesOffersNothing() {
        server.on(
                ConfigServiceGrpc.getDescribeSettingsMethod(),
                DescribeSettingsResponse.newBuilder()
                        .addSettings(setting(SettingDescription.Of.pool, "min-healthy"))
                        .build());

        assertThat(user.types("routes get -o name")).isZero();
        assertThat(user.out()).isEmpty();
    }

    @Test
    void settingsAreSentExactlyAsTyped() {
        server.on(
                RouteServiceGrpc.getAddRouteMethod(),
                AddRouteResponse.newBuilder()
                        .setRevision(7)
                        .setRoute(API)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types(
                        "add",
                        "route",
                        "api",
                        "split=stable=95,canary=5",
                        "match.path-regex=^/a=b$",
                        "respond.body= closed ",
                        "rate-limits=[{name=a,rate=5/m}]",
                        "rewrite.host=",
                        "--before",
                        "all",
                        "-m",
                        "try it"))
                .isZero();

        AddRouteRequest asked = server.askedOnce(AddRouteRequest.class);
        assertThat(asked.getRoute()).isEqualTo(Route.newBuilder().setName("api").build());
        assertThat(asked.getBefore()).isEqualTo("all");
        assertThat(asked.getMessage()).isEqualTo("try it");
        assertThat(asked.getRequestId()).hasSize(32);
        assertThat(asked.getSettingsMap())
                .containsOnlyKeys("split", "match.path-regex", "respond.body", "rate-limits", "rewrite.host")
                .containsEntry("split", "stable=95,canary=5")
                .containsEntry("match.path-regex", "^/a=b$")
                .containsEntry("respond.body", " closed ")
                .containsEntry("rate-limits", "[{name=a,rate=5/m}]")
                .containsEntry("rewrite.host", "");
        assertThat(user.err()).isEqualTo("route api added (revision 7)\n");
        assertThat(user.out()).isEqualTo("""
                NAME  MATCH                   TO
                api   api.example.com/v1 GET  web
                """);
    }

    @Test
    void whatWasSetIsShownAsTheServerUnderstoodIt() {
        server.on(
                RouteServiceGrpc.getUpdateRouteMethod(),
                UpdateRouteResponse.newBuilder()
                        .setRevision(8)
                        .setRoute(API)
                        .putSettings("pool", "web")
                        .putSettings("match.host", "api.example.com")
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types("routes set api match.host=API.example.com. --if-revision 7"))
                .isZero();

        UpdateRouteRequest asked = server.askedOnce(UpdateRouteRequest.class);
        assertThat(asked.getRoute().getName()).isEqualTo("api");
        assertThat(asked.getSettingsMap()).containsOnly(Map.entry("match.host", "API.example.com."));
        assertThat(asked.getIfRevision()).isEqualTo(7);
        assertThat(user.err()).isEqualTo("route api changed (revision 8)\n");
        assertThat(user.out()).isEqualTo("""
                KEY         VALUE
                match.host  api.example.com
                """);
    }

    @Test
    void ofAMapTheWholeIsShownAfterAnEntryWasSet() {
        server.on(
                RouteServiceGrpc.getUpdateRouteMethod(),
                UpdateRouteResponse.newBuilder()
                        .putSettings("pool", "web")
                        .putSettings("response-headers.set", "X-A=1,X-B=2")
                        .build());

        assertThat(user.types("routes set api response-headers.set.X-A=1")).isZero();

        assertThat(user.out()).isEqualTo("""
                KEY                   VALUE
                response-headers.set  X-A=1,X-B=2
                """);
    }

    @Test
    void aDryRunShowsWhatWouldChange() {
        server.onRequest(
                RouteServiceGrpc.getUpdateRouteMethod(),
                request -> UpdateRouteResponse.newBuilder()
                        .setOutcome(ChangeOutcome.newBuilder()
                                .setValidateOnly(request.getValidateOnly())
                                .addDifferences("route api pool web -> next")
                                .addRefusals("pool next has no backend that is up"))
                        .build());

        assertThat(user.types("routes set api pool=next --dry-run")).isEqualTo(6);

        assertThat(user.out()).isEqualTo("route api pool web -> next\n");
        assertThat(user.err()).isEqualTo("lb-ctl: would be refused: pool next has no backend that is up\n");
    }

    @Test
    void onATerminalTheUserIsAskedBeforeARouteGoes() {
        server.onRequest(
                RouteServiceGrpc.getRemoveRouteMethod(),
                request -> RemoveRouteResponse.newBuilder()
                        .setRevision(9)
                        .setOutcome(ChangeOutcome.newBuilder()
                                .setValidateOnly(request.getValidateOnly())
                                .setChanged(!request.getValidateOnly())
                                .addDifferences("route api removed"))
                        .build());

        user.atTerminal("n\n");
        assertThat(user.types("routes remove api --no-color")).isEqualTo(1);
        assertThat(user.err()).isEqualTo("""
                  route api removed
                Remove route api? [y/N] lb-ctl: nothing was changed
                """);

        assertThat(user.types("remove route api -y")).isZero();
        assertThat(user.err()).isEqualTo("route api removed (revision 9)\n");
        assertThat(server.asked(RemoveRouteRequest.class))
                .extracting(RemoveRouteRequest::getValidateOnly)
                .containsExactly(true, false);
    }

    @Test
    void aRouteIsMovedBeforeAnotherOrToTheEnd() {
        server.on(
                RouteServiceGrpc.getMoveRouteMethod(),
                MoveRouteResponse.newBuilder()
                        .setRevision(4)
                        .setOutcome(ChangeOutcome.newBuilder().setChanged(true))
                        .build());

        assertThat(user.types("routes move api --before all")).isZero();
        assertThat(user.err()).isEqualTo("route api moved before all (revision 4)\n");
        assertThat(user.types("move api")).isZero();
        assertThat(user.err()).isEqualTo("route api moved to the end (revision 4)\n");
        assertThat(user.types("move route api all")).as("--before is left out").isEqualTo(2);

        assertThat(server.asked(MoveRouteRequest.class))
                .extracting(MoveRouteRequest::getBefore)
                .containsExactly("all", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "routes add api | nothing to set; name a setting, as in match.path=/api",
                "routes set api | nothing to set; name a setting, as in match.path=/api",
                "routes add match.path=/x pool=web | which route? Its name comes first, as in 'routes add api match.path=/api'",
                "routes set match.path=/x | which route? Its name comes first, as in 'routes set api match.path=/api'",
                "routes add api match.path | \"match.path\" is not a setting, expected KEY=VALUE without spaces, as in match.path=/api",
                "routes set api pool = web | \"pool\" is not a setting, expected KEY=VALUE without spaces, as in match.path=/api",
                "routes set api =web | \"=web\" is not a setting, expected KEY=VALUE without spaces, as in match.path=/api",
                "routes add api match.host=a match.host=b | match.host is given twice, expected once; a list has commas, as in match.host=ONE,TWO",
                "routes add api match.path=/x --pool web | --pool does not say where a route leads, expected pool=web among the settings",
                "routes set api --pool web | --pool does not say where a route leads, expected pool=web among the settings",
                "routes set api pool=web --if-revision x | Invalid value for option '--if-revision'",
                "routes add | Missing required parameter: 'NAME'",
                "routes show | Missing required parameter: 'ROUTE'",
                "routes move | Missing required parameter: 'ROUTE'",
                "routes remove a b | unknown argument 'b'",
                "routes get api match.path pool | unknown argument 'pool'",
                "routes | routes needs a verb: list, show, get, add, set, remove, move, test",
                "routes mvoe api | unknown argument 'mvoe api'",
                "route shwo | Did you mean show?",
                "move | Missing required parameter: 'ROUTE'",
                "test b1 | 'test' needs a noun; try 'test routes' or 'test health'",
            })
    void carelessTypingGetsASentenceAndNoCall(String typed, String sentence) {
        assertThat(user.types(typed.split(" "))).isEqualTo(2);

        assertThat(user.err()).contains(sentence);
        assertThat(user.out()).isEmpty();
        assertThat(server.authorizations()).isEmpty();
    }

    @Test
    void whatTheServerRefusesIsPassedOn() {
        server.onRequest(RouteServiceGrpc.getGetRouteMethod(), request -> {
                    throw Status.NOT_FOUND
                            .withDescription("there is no route \"apj\", did you mean \"api\"?")
                            .asRuntimeException();
                })
                .onRequest(RouteServiceGrpc.getAddRouteMethod(), request -> {
                    throw Status.ALREADY_EXISTS
                            .withDescription("route \"api\" already exists with other settings; change it instead")
                            .asRuntimeException();
                });

        assertThat(user.types("routes show apj")).isEqualTo(4);
        assertThat(user.err()).isEqualTo("lb-ctl: there is no route \"apj\", did you mean \"api\"?\n");
        assertThat(user.types("routes add api pool=web")).isEqualTo(5);
        assertThat(user.types("routes move api"))
                .as("an older server has no routes")
                .isEqualTo(1);
        assertThat(user.err()).contains("does not support this command");
    }

    private void serveRoute() {
        server.on(
                RouteServiceGrpc.getGetRouteMethod(),
                GetRouteResponse.newBuilder()
                        .setRoute(API)
                        .putSettings("pool", "web")
                        .putSettings("match.path", "/v1")
                        .build());
    }

    private static SettingDescription setting(SettingDescription.Of of, String key) {
        return SettingDescription.newBuilder()
                .setOf(of)
                .setKey(key)
                .setType("text")
                .setMeaning("what it means")
                .build();
    }
}
