package dev.fairlead.server.desired.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.match.RouteTexts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    @Test
    void keysAreTheDocumentedOnes() {
        assertThat(Schema.of(Route.class).settings().keySet())
                .containsExactly(
                        "match.host",
                        "match.path",
                        "match.path-exact",
                        "match.path-regex",
                        "match.methods",
                        "match.headers",
                        "match.query",
                        "pool",
                        "split",
                        "split-by",
                        "redirect.to",
                        "redirect.status",
                        "respond.status",
                        "respond.body",
                        "respond.content-type",
                        "mirror.pool",
                        "mirror.percent",
                        "rewrite.path-prefix",
                        "rewrite.host",
                        "request-headers.set",
                        "request-headers.add",
                        "request-headers.remove",
                        "response-headers.set",
                        "response-headers.add",
                        "response-headers.remove",
                        "timeouts.connect",
                        "timeouts.first-byte",
                        "timeouts.per-try",
                        "timeouts.idle",
                        "timeouts.request",
                        "timeouts.tunnel-idle",
                        "retry.attempts",
                        "retry.methods",
                        "retry.on",
                        "limits.body",
                        "access.allow",
                        "access.deny",
                        "rate-limits");
        assertThat(Schema.of(RouteTimeouts.class).keys())
                .isEqualTo(Schema.of(Timeouts.class).keys());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name = a | pool: the route leads nowhere, expected exactly one of pool, split, redirect or respond",
                "name = a, pool = x, split { y = 1 } | pool: the route leads to 2 ends, expected exactly one of pool,"
                        + " split, redirect or respond",
                "name = a, pool = x, respond { status = 200 } | pool: the route leads to 2 ends",
                "name = a, redirect { to = /x }, respond { status = 200 } | pool: the route leads to 2 ends",
                "pool = x | name: \"\" is not a route name, expected 1 to 63 letters, digits, _ or -",
                "name = \"a b\", pool = x | name: \"a b\" is not a route name",
                "name = a, pool = \"x y\" | pool: \"x y\" is not a pool name",
                "name = a, split { x = 0, y = 0 } | split: every weight is 0, expected one above it",
                "name = a, split { x = 1000001 } | split.x: \"1000001\" is not a weight, expected a whole number from 0"
                        + " to 1000000",
                "name = a, split { x = -1 } | split.x: \"-1\" is not a weight",
                "name = a, split { x = 1.5 } | split.x: \"1.5\" is not a weight",
                "name = a, pool = x, split-by = sun | split-by: \"sun\" is unknown, expected random, client, header:NAME"
                        + " or cookie:NAME",
                "name = a, pool = x, split-by = \"header:\" | split-by: \"header:\" is unknown",
                "name = a, respond { status = 200 }, mirror { pool = m } | mirror.pool: \"m\" would get copies of"
                        + " requests that no pool serves, expected pool or split beside it",
                "name = a, pool = x, rewrite { path-prefix = / } | rewrite.path-prefix: \"/\" would replace what"
                        + " match.path has matched, expected match.path beside it",
            })
    void aRouteThatCannotWorkIsRefused(String text, String sentence) {
        assertThatThrownBy(() -> RouteTexts.route(text))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "match { path = /a, path-exact = /b } | path: the path has several conditions, expected at most one of"
                        + " path, path-exact or path-regex",
                "match { path = a } | path: \"a\" is not a path, expected one such as /health",
                "match { path = \"/a?b\" } | path: \"/a?b\" is not a path",
                "match { path = \"/a b\" } | path: \"/a b\" is not a path",
                "match { path = \"/a/../b\" } | path: \"/a/../b\" has a dot segment",
                "match { path = \"/a/%2e%2E\" } | path: \"/a/%2e%2E\" has a dot segment",
                "match { path-exact = \"/.\" } | path-exact: \"/.\" has a dot segment",
                "match { path-exact = \"/a;b\" } | path-exact: \"/a;b\" is read differently by different servers",
                "match { path = \"/a%2fb\" } | path: \"/a%2fb\" is read differently",
                "match { path-regex = \"(\" } | path-regex: \"(\" is not a regular expression (missing closing ))",
                "match { path-regex = \"(?=a)\" } | path-regex: \"(?=a)\" is not a regular expression",
                "match { path-regex = \"a{1000}{1000}\" } | path-regex: \"a{1000}{1000}\"",
                "match { path-regex = \"((a{1000}){1000}){1000}\" } | repeats so much that it would take more than 1000"
                        + " steps a character, expected smaller counts",
                "match { host = \"a:80\" } | host: \"a:80\" has a port, expected one such as api.example.com",
                "match { host = \"[::1]:80\" } | host: \"[::1]:80\" has a port",
                "match { host = \"a*.b\" } | host: \"a*.b\" is not a host",
                "match { host = \"*\" } | host: \"*\" is not a host",
                "match { host = \"::1\" } | host: \"::1\" is not a host",
                "match { host = \"[::1/64]\" } | host: \"[::1/64]\" is not a host",
                "match { host = \"[1.2.3.4]\" } | host: \"[1.2.3.4]\" is not a host",
                "match { host = \"http://a\" } | host: \"http://a\" is not a host",
                "match { host = \"a..b\" } | host: \"a..b\" is not a host",
                "match { host = [ \"\" ] } | host: \"\" is not a host",
                "match { methods = [ get ] } | methods: \"get\" is not a method",
                "match { headers { \"a b\" = 1 } } | headers: \"a b\" is not a header name",
                "match { query { \"\" = 1 } } | query: a parameter has no name",
                "redirect { to = /x, status = 300 } | status: 300 does not redirect, expected 301, 302, 303, 307 or 308",
                "respond { status = 199 } | status: 199 is out of range, expected a number from 200 to 599",
                "respond { status = 600 } | status: 600 is out of range",
                "respond { body = x } | body: there is a body without a status",
                "respond { status = 204, body = x } | body: an answer with status 204 has no body",
                "respond { status = 200, content-type = \"a\" } | content-type: \"a\" is not a content type",
                "mirror { pool = x, percent = 101 } | percent: 101% is out of range",
                "rewrite { path-prefix = \"//x\" } | path-prefix: \"//x\" has two slashes in a row",
                "rewrite { path-prefix = x } | path-prefix: \"x\" is not a path",
                "rewrite { host = \"a b\" } | host: \"a b\" is not a host",
                "rewrite { host = \"*.a\" } | host: \"*.a\" is not a host",
                "request-headers { set { Host = a } } | set: \"Host\" frames messages",
                "request-headers { add { content-length = 1 } } | add: \"content-length\" frames messages",
                "request-headers { remove = [ Transfer-Encoding ] } | remove: \"Transfer-Encoding\" frames messages",
                "request-headers { set { X_Forwarded_For = a } } | set: \"X_Forwarded_For\" frames messages",
                "request-headers { set { X-Forwarded-Prefix = a } } | set: \"X-Forwarded-Prefix\" frames messages",
                "response-headers { set { \"a:\" = b } } | set: \"a:\" is not a header name",
                "response-headers { set { X-A = b, x-a = c } } | appears twice, expected each header once",
                "response-headers { set { X-A = \"b\\r\\nX-B: c\" } } | set.X-A: the value has characters that a header"
                        + " cannot have",
                "response-headers { add { X-A = \" b\" } } | add.X-A: the value has characters",
                "timeouts { connect = -1s } | connect: -1s is negative",
                "timeouts { request = 366d } | request: 366d is too long",
                "retry { attempts = 0 } | attempts: 0 is out of range, expected a number from 1 to 100",
                "retry { methods = [ get ] } | methods: \"get\" is not a method",
                "retry { on = [ 200 ] } | on: 200 is out of range",
            })
    void aPartThatCannotWorkIsRefused(String part, String sentence) {
        assertThatThrownBy(() -> RouteTexts.route("name = a, pool = x, " + part))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.com",
                "//{host}/",
                "{path}",
                "{host}",
                "https:/{path}",
                "https://{path}",
                "https://example.com{query}",
                "https://example.com@{host}/",
                "https://example.com:{path}",
                "https://{host}{query}",
                "/{query}",
                "/a{query}?",
                "/\\{path}",
                "javascript:alert(1)",
                "example.com/x",
                "/a b",
                "/a\r\nX: y",
                "/{paths}",
                "/{",
                "/}",
                "https://exam ple.com/",
                "ftp://example.com/",
                "https://"
            })
    void aRedirectNamesItsHost(String to) {
        assertThatThrownBy(() -> new Redirect(to, 302))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("to: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/new",
                "/new{path}?{query}",
                "/{path}",
                "https://example.com",
                "https://example.com{path}",
                "HTTPS://{host}:8443{path}?{query}#x",
                "http://www.{host}/",
                "https://[2001:db8::1]:443/x",
                "https://example.com?x=%7By%7D"
            })
    void aRedirectThatNamesItsHostIsAccepted(String to) {
        assertThat(new Redirect(to, 308).isSet()).isTrue();
    }

    @Test
    void aBodyHasAtMost64KiB() {
        assertThat(new FixedAnswer(200, "a".repeat(65536), "text/plain").isSet())
                .isTrue();
        assertThatThrownBy(() -> new FixedAnswer(200, "ä".repeat(32769), "text/plain"))
                .hasMessage("body: the body has 65538 bytes, expected at most 65536");
    }

    @Test
    void hostsAreComparedInOneForm() {
        assertThat(RouteTexts.route("name = a, pool = x, match { host = [ API.Example.com., api.example.com ] }")
                        .match()
                        .host())
                .containsExactly("api.example.com");
    }

    @Test
    void whatIsNotSaidIsThePools() {
        assertThat(RouteTimeouts.NONE.over(Timeouts.DEFAULT)).isSameAs(Timeouts.DEFAULT);
        assertThat(RouteRetry.NONE.over(RetryPolicy.DEFAULT)).isSameAs(RetryPolicy.DEFAULT);
        assertThat(RouteLimits.NONE.over(Limits.DEFAULT)).isSameAs(Limits.DEFAULT);

        Route route =
                RouteTexts.route("name = a, pool = x, timeouts { first-byte = 0s }, retry { attempts = 1, on = [ 503,"
                        + " reset ] }, limits { body = 0 }");
        assertThat(route.timeouts().over(Timeouts.DEFAULT)).isEqualTo(Timeouts.DEFAULT.withFirstByte(Duration.ZERO));
        RetryPolicy retry = route.retry().over(RetryPolicy.DEFAULT.withMethods(Set.of("POST")));
        assertThat(retry.attempts()).isEqualTo(1);
        assertThat(retry.methods()).containsExactly("POST");
        assertThat(retry.on()).extracting(RetryCause::word).containsExactly("reset", "503");
        assertThat(route.limits().over(Limits.DEFAULT.withBody(7)).body()).isZero();
        assertThat(route.retry().methods()).isEmpty();
    }

    @Test
    void whatIsSetReadsBackEqual() {
        Route route =
                RouteTexts.route("name = a, split { x = 95, y = 5 }, timeouts { idle = 90s }, retry { methods = [ GET,"
                        + " PUT ], on = [ 503 ] }, limits { body = 1MiB }, request-headers { set { X-A = \"a, \\\"b\\\" \\\\ c\","
                        + " X-B = \"\" }, remove = [ X-C ] }");
        Map<String, String> texts = Schema.of(Route.class).texts(route);
        assertThat(texts)
                .containsEntry("limits.body", "1MiB")
                .containsEntry("timeouts.idle", "90s")
                .containsEntry("timeouts.connect", "")
                .containsEntry("retry.methods", "GET,PUT")
                .containsEntry("request-headers.set", "X-A=\"a, \\\"b\\\" \\\\ c\",X-B=");
        Map<String, Component> settings =
                new LinkedHashMap<>(Schema.of(Route.class).settings());
        settings.remove("rate-limits");
        settings.forEach((key, component) -> assertThat(component.type().parse(texts.getOrDefault(key, "?")))
                .as(key)
                .isEqualTo(Schema.of(Route.class).values(route).get(key)));
    }

    @Test
    void everyPoolOfARouteIsKnown() {
        assertThat(RouteTexts.route("name = a, split { x = 95, y = 0 }, mirror { pool = z }")
                        .pools())
                .containsExactly("x", "y", "z");
        assertThat(RouteTexts.route("name = a, pool = x, mirror { pool = x }").pools())
                .containsExactly("x");
        assertThat(Route.BLANK.pools()).isEmpty();
        assertThat(Route.BLANK.isBlank()).isTrue();
    }
}
