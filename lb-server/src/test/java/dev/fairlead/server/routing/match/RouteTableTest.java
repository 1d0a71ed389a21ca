package dev.fairlead.server.routing.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fairlead.server.desired.route.Route;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final Map<String, List<Route>> TABLES = RouteTexts.tables("routes/tables.conf");

    @ParameterizedTest
    @CsvFileSource(resources = "/routes/cases.csv")
    void aRequestTakesTheFirstRouteThatMatches(
            String table,
            String method,
            @Nullable String host,
            String target,
            @Nullable String headers,
            String expected) {
        RouteTable routes = RouteTable.of(TABLES.getOrDefault(table, List.of()));
        Asked asked = Asked.of(method, host == null ? "" : host, target, headers(headers));

        assertThat(outcome(routes.find(asked))).isEqualTo(expected);
        RouteExplanation explained = routes.explain(asked);
        assertThat(outcome(explained.found())).isEqualTo(expected);
        assertThat(explained.verdicts()).hasSameSizeAs(routes.routes());
        if (explained.found() instanceof CompiledRoute) {
            assertThat(explained.verdicts().stream().filter(RouteVerdict::matches))
                    .first()
                    .extracting(RouteVerdict::route)
                    .isEqualTo(expected);
        }
    }

    private static Map<String, String> headers(@Nullable String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : text == null ? new String[0] : text.split("\\|")) {
            headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        return headers;
    }

    private static String outcome(FoundRoute found) {
        return found instanceof CompiledRoute route ? route.name() : ((NoRoute) found).reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/..", "/a%2f..", "/a;b", "*"})
    void withoutRoutesNothingIsJudged(String path) {
        assertThat(RouteTable.of(List.of()).find(Asked.get("h", path))).isEqualTo(NoRoute.NO_ROUTES);
    }

    @ParameterizedTest
    @CsvSource({
        "/a\\..\\admin, path_ambiguous",
        "/a\\b, rest",
        "/admin\\, path_ambiguous",
        "/x/..\\..%5cadmin, path_ambiguous",
        "/a%5c..\\admin, path_ambiguous",
    })
    void aBackwardSlashIsReadAsASlashToo(String path, String expected) {
        RouteTable routes = RouteTable.of(TABLES.getOrDefault("admins", List.of()));
        assertThat(outcome(routes.find(Asked.get("h", path)))).isEqualTo(expected);
    }

    @Test
    void anEmptyPathIsTheRoot() {
        RouteTable routes = RouteTable.of(TABLES.getOrDefault("everything", List.of()));
        assertThat(outcome(routes.find(Asked.get("h", "")))).isEqualTo("rest");
    }

    @Test
    void onlyRoutesThatDoNotAskForAPathMatchTheServerAsAWhole() {
        RouteTable routes = RouteTable.of(RouteTexts.routes(
                "name = a, match { path = / }, pool = x",
                "name = b, match { path-regex = \"^\" }, pool = x",
                "name = c, pool = x"));
        assertThat(outcome(routes.find(Asked.of("OPTIONS", "h", "*", Map.of()))))
                .isEqualTo("c");
    }

    @Test
    void aLongPathIsRefusedBeforeExpressionsAreTried() {
        String path = "/" + "a".repeat(RouteTable.LONGEST_FOR_EXPRESSIONS);
        assertThat(RouteTable.of(RouteTexts.routes("name = a, match { path-regex = \"a$\" }, pool = x"))
                        .find(Asked.get("h", path)))
                .isEqualTo(NoRoute.PATH_TOO_LONG);
        assertThat(outcome(RouteTable.of(RouteTexts.routes("name = a, match { path = / }, pool = x"))
                        .find(Asked.get("h", path))))
                .isEqualTo("a");
    }

    @Test
    void theFormThatHasNoNameIsNoRoute() {
        assertThatThrownBy(() -> RouteTable.of(List.of(Route.BLANK))).hasMessageContaining("no name");
    }

    /** Whatever the route: by host and prefix among a thousand, with methods, headers and queries. */
    @Test
    void aPlainPathCostsNoAllocation() {
        List<Route> wanted = IntStream.range(0, 1000)
                .mapToObj(i -> RouteTexts.route("name = r" + i + ", pool = x, match { host = [ h" + i
                        + ".example.com, \"*.w" + i + ".org\" ], path = /p" + i
                        + "/a, methods = [ GET ], headers { X-A = a }, query { \"ä\" = \"1 2\" } }"))
                .toList();
        RouteTable routes = RouteTable.of(wanted);
        List<Asked> asked = List.of(
                Asked.get("H999.example.com:8080", "/p999/a/b?x=1&%c3%a4=1+2").with("X-A", "a"),
                Asked.get("a.b.w500.org", "/p500/a?%c3%a4=1%202").with("X-A", "a"),
                Asked.get("nobody.example.com", "/p1/a"));
        assertThat(asked.stream().map(routes::find).map(RouteTableTest::outcome))
                .containsExactly("r999", "r500", "no_route");

        assertThat(bytesEach(() -> {
                    for (int i = 0; i < 3; i++) {
                        routes.find(asked.get(i));
                    }
                }))
                .isZero();
    }

    /** The fewest of several rounds: a round in which the JVM compiles counts the compiler's own garbage as well. */
    private static long bytesEach(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                work.run();
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return fewest / 10_000;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | a.org | /x | host is a.org, expected b.org or *.c.org",
                "GET |       | /x | the request names no host, expected b.org or *.c.org",
                "GET | b.org | /x | /x is not /api or below it",
                "GET | b.org | *  | * is no path, expected one",
                "GET | b.org | /api/x | method is GET, expected POST",
                "POST | b.org | /api/x | header X-Beta is missing, expected \"1\"",
                "POST 2 | b.org | /api/x | header X-Beta is \"2\", expected \"1\"",
                "POST 1 | b.org | /api/x | query parameter v is missing",
                "POST 1 | x.C.org:80 | //api/x?v | every condition is met",
            })
    void theFirstConditionThatIsNotMetIsTold(String method, @Nullable String host, String target, String why) {
        RouteTable routes = RouteTable.of(RouteTexts.routes("name = a, pool = x, match { host = [ b.org, \"*.c.org\" ],"
                + " path = /api, methods = [ POST ], headers { X-Beta = \"1\" }, query { v = \"*\" } }"));
        String[] words = method.split(" ");
        Asked asked = Asked.of(
                words[0], host == null ? "" : host, target, words.length > 1 ? Map.of("X-Beta", words[1]) : Map.of());

        assertThat(routes.explain(asked).verdicts())
                .extracting(RouteVerdict::why)
                .containsExactly(why);
    }

    @Test
    void theWholeIsToldInOneSentence() {
        RouteTable routes = RouteTable.of(RouteTexts.routes(
                "name = admin, match { path = /admin }, respond { status = 403 }",
                "name = exact, match { path-exact = /admin/x }, pool = x",
                "name = re, match { path-regex = \"^/re\" }, pool = x"));

        assertThat(List.of("/admin/x", "/b", "/a/..%2fadmin", "/admin%2f..%2f..", "/..").stream()
                        .map(path -> routes.explain(Asked.get("h", path)).why()))
                .containsExactly(
                        "the first route that matches is admin",
                        "no route matches",
                        "the path leads to no route, but with %2F as / it is /admin, which leads to route admin",
                        "the path leads to no route, but with %2F as / it leads above the root",
                        "the path /.. leads above the root");
        assertThat(routes.explain(Asked.get("h", "/admin/x")).verdicts())
                .extracting(RouteVerdict::why)
                .containsExactly(
                        "every condition is met",
                        "every condition is met, but admin comes before it",
                        "/admin/x has nothing that matches ^/re");
    }
}
