package dev.fairlead.server.routing.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a path: rewritten, or in the target of a redirect. */
class RouteTargetsTest {

    @ParameterizedTest
    @CsvSource({
        "/api,  /v2,  /api/x,     /v2/x",
        "/api,  /v2,  /api,       /v2",
        "/api,  /v2,  /api/,      /v2/",
        "/api/, /v2,  /api/x,     /v2/x",
        "/api/, /v2/, /api,       /v2/",
        "/api,  /,    /api/x/y,   /x/y",
        "/api,  /,    /api,       /",
        "/api,  /,    /api/,      /",
        "/,     /v2,  /x,         /v2/x",
        "/,     /v2,  /,          /v2/",
        "/,     /,    /x,         /x",
        "/api,  /,    //api//x,   /x",
        "/api,  /,    /api//x,    /x",
        "/api,  /,    /api///,    /",
        "/api,  /,    /%61pi/%7ea,/~a",
        "/api,  /,    /api/./x/../y, /y",
        "/api,  /,    /api/%2Fx,  /%2Fx",
        "/%61pi,/,    /api/%2fx,  /%2Fx",
        "/a/b,  /c,   /a/b/c,     /c/c",
    })
    void aRewriteForwardsTheNormalForm(String matched, String instead, String sent, String rewritten) {
        CompiledRoute route = new CompiledRoute(
                RouteTexts.route("name = r, pool = p, match { path = \"" + matched + "\" }, rewrite { path-prefix = \""
                        + instead + "\" }"),
                0);
        PathRewrite rewrite = route.rewrite();
        assertThat(rewrite).isNotNull();
        assertThat(rewrite.of(sent)).isEqualTo(rewritten);
    }

    @Test
    void whatTheRouteHasNotMatchedIsNotRewritten() {
        PathRewrite rewrite = new PathRewrite("/api", "/v2");
        assertThatThrownBy(() -> rewrite.of("/../api")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rewrite.of("/a")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/new,          /x?a,       https://example.com/new",
        "https://{host}{path},             /x?a,       https://shop.example.com/x",
        "https://{host}/{path},            /x,         https://shop.example.com/x",
        "https://{host}:8443{path}?{query},/x?a=b&c,   https://shop.example.com:8443/x?a=b&c",
        "https://{host}{path}?{query},     /x,         https://shop.example.com/x",
        "https://{host}{path}?from=a&{query}, /x?b,    https://shop.example.com/x?from=a&b",
        "https://www.{host}/,              /,          https://www.shop.example.com/",
        "/new{path},                       /x,         /new/x",
        "/new/{path},                      /x,         /new/x",
        "/{path},                          /evil.com/, /evil.com/",
        "/{path},                          //evil.com/,/evil.com/",
        "/{path},                          /\\evil.com,/%5Cevil.com",
        "/{path},                          /,          /",
        "/{path},                          /%2fevil.com, /%2Fevil.com",
        "/{host}{path},                    /x,         /shop.example.com/x",
        "https://example.com{path},        /@evil.com, https://example.com/@evil.com",
        "https://example.com/a{path},      /../x,      https://example.com/a/",
        "https://example.com{path},        *,          https://example.com/",
        "https://example.com/?{query},     /x?\"<>\\,  https://example.com/?%22%3C%3E%5C",
    })
    void aRedirectIsFilledIn(String to, String target, String location) {
        assertThat(new RedirectTarget(to).of(Asked.get("Shop.Example.com.:8080", target)))
                .isEqualTo(location);
    }

    @ParameterizedTest
    @CsvSource({"''", "a@b", "a/b", "a\\b", "a?b", "a%2fb", "a b"})
    void aHostThatCannotStandInAUrlIsNotFilledIn(String host) {
        assertThat(new RedirectTarget("https://{host}/").of(Asked.get(host, "/")))
                .isNull();
        assertThat(new RedirectTarget("/x").of(Asked.get(host, "/"))).isEqualTo("/x");
    }

    /** Whatever a client asks for, a browser is sent to the host that the route names. */
    @Test
    void noPathChoosesTheHost() {
        List<String> templates = List.of(
                "https://example.com{path}?{query}",
                "https://example.com/{path}",
                "/{path}?{query}",
                "/x{path}#{path}");
        String[] pieces = {
            "/", "\\", "@", "evil.com", ":", "//", "?", "#", "%2f", "%5c", ".", "..", ";", "\t", "\n", "\u00e9"
        };
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            String target = "/"
                    + random.ints(random.nextInt(7), 0, pieces.length)
                            .mapToObj(piece -> pieces[piece])
                            .collect(Collectors.joining());
            for (String to : templates) {
                String location = new RedirectTarget(to).of(Asked.get("h", target));
                assertThat(location)
                        .as(target)
                        .matches("[!-~]+")
                        .doesNotContain("\\")
                        .doesNotStartWith("//");
                String fragmentless = location.replaceFirst("#.*", "").replaceAll("%(?![0-9A-F]{2})", "%25");
                assertThat(URI.create("https://example.com")
                                .resolve(fragmentless)
                                .getHost())
                        .as(target)
                        .isEqualTo("example.com");
            }
        }
    }
}
