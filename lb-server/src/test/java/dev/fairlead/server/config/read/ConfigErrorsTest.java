package dev.fairlead.server.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.desired.InvalidSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences are part of the product: people and scripts read them. */
class ConfigErrorsTest {

    private static final StrategyCheck KNOWS_TWO = choice -> {
        if (!choice.name().equals("weighted_round_robin") && !choice.name().equals("p2c")) {
            throw new InvalidSettings("name", "\"" + choice.name() + "\" is not a known strategy");
        }
        choice.options().keySet().forEach(option -> {
            throw new InvalidSettings(option, "unknown option");
        });
        return choice;
    };

    private final ConfigParser parser =
            new ConfigParser(new Surroundings(Path.of("/srv"), null, Map.of("PORT", "http")), boot -> KNOWS_TWO);

    private String errors(String name, String... lines) {
        String text = String.join("\n", lines);
        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class, () -> parser.parse(text.getBytes(StandardCharsets.UTF_8), name, null));
        assertThat(e).as(text).isNotNull();
        return String.join(
                "\n", e.problems().stream().map(ConfigProblem::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        listen = 8080                          | lb.listen: "8080" has no host, expected host:port such as 127.0.0.1:8080
        listen = "0.0.0.0:70000"               | lb.listen: "0.0.0.0:70000" has port "70000", expected a port from 0 to 65535
        listn = "0.0.0.0:80"                   | lb.listn: unknown key, did you mean "listen"?
        qqqqqqqqqqqq = 1                       | lb.qqqqqqqqqqqq: unknown key, expected access, access-log, admin, control, headers, io-threads, limits, listen, monitoring, plugins, plugins-dir, pools, rate-limits, routes, shutdown, state, sticky-secret-file or trusted-proxies
        io-threads = many                      | lb.io-threads: "many" is not a whole number, expected one such as 3
        io-threads = -1                        | lb.io-threads: -1 is out of range, expected a number from 0 to 1024
        shutdown.drain = 30                    | lb.shutdown.drain: "30" is not a duration, expected a duration with its unit such as 250ms, 5s or 2m
        shutdown.grace = -1s                   | lb.shutdown.grace: -1s is negative, expected a duration of 0s or more
        access-log.format = jsno               | lb.access-log.format: "jsno" is unknown, expected off, json or combined, did you mean "json"?
        access-log.to = ""                     | lb.access-log.to: is empty, expected stdout or a file
        trusted-proxies = [ "10.0.0.0/40" ]    | lb.trusted-proxies[0]: "10.0.0.0/40" has prefix length "40", expected a number from 0 to 32
        monitoring.allow = [ loopback, home ]  | lb.monitoring.allow[1]: "home" is not an address range, expected one such as 10.0.0.0/8, fd00::/8, loopback or private
        monitoring.health-path = up            | lb.monitoring.health-path: "up" is not a path, expected one such as /health
        monitoring.stats-path = /lb-health     | lb.monitoring.stats-path: "/lb-health" is the health path too, expected two different paths
        limits.header = 32QB                   | lb.limits.header: "32QB" is not a size, expected bytes or a number with its unit such as 32KiB or 1MiB
        limits.header = 3GiB                   | lb.limits.header: "3GiB" is too large, expected less than 2GiB
        limits.headers = -1                    | lb.limits.headers: -1 is too small, expected 0 or more
        limits = 5                             | lb.limits: is a single value, expected a block such as { … }
        listen { port = 80 }                   | lb.listen: is a block, expected a single value
        plugins.allow-sha256 = [ abc ]         | lb.plugins.allow-sha256[0]: "abc" is not a SHA-256 digest, expected 64 hex digits
        control.listen = "0.0.0.0:9800"        | lb.control.listen: "0.0.0.0:9800" can be reached from other machines, expected tls.cert and tls.key with auth.tokens-file or tls.client-ca, or insecure = true
        control.auth.tokens-file = nowhere.pem | lb.control.auth.tokens-file: "nowhere.pem" is not there (/srv/nowhere.pem), expected a file that this user may read
        pools.default.backends = [ "10.0.0.1" ]             | lb.pools.default.backends[0]: "10.0.0.1" has no port, expected host:port such as 10.0.0.1:8080
        pools.default.backends = [ "::1:80" ]               | lb.pools.default.backends[0]: "::1:80" is an IPv6 address without brackets, expected host:port such as [::1]:8080
        pools.default.backends = [ "a:1=heavy" ]            | lb.pools.default.backends[0]: "a:1=heavy" has weight "heavy", expected a number from 0 to 1000
        pools.default.backends = [ "ftp://a:1" ]            | lb.pools.default.backends[0]: "ftp://a:1" has scheme "ftp", expected http or https
        pools.default.backends = [ "http://a:1/api" ]       | lb.pools.default.backends[0]: "http://a:1/api" has something behind its port, expected scheme://host:port
        pools.default.backends = [ { id = x } ]             | lb.pools.default.backends[0].url: is missing, expected one such as http://10.0.0.1:8080
        pools.default.backends = [ { url = "a:1", weight = 1001 } ]        | lb.pools.default.backends[0].weight: 1001 is out of range, expected a number from 0 to 1000
        pools.default.backends = [ { url = "a:1", wieght = 1 } ]           | lb.pools.default.backends[0].wieght: unknown key, did you mean "weight"?
        pools.default.backends = [ { url = "a:1", id = "a b" } ]           | lb.pools.default.backends[0].id: "a b" is not an id, expected 1 to 255 letters, digits or any of . _ - : @ % [ ]
        pools.default.backends = [ { url = "a:1", admin-state = drian } ]  | lb.pools.default.backends[0].admin-state: "drian" is unknown, expected ready, drain or maint, did you mean "drain"?
        pools.default.backends = [ "a:1", "http://A:1" ]    | lb.pools.default.backends[1]: the id "a:1" appears twice, first in line 2, expected a unique id for each backend
        pools.default.strategy = least                      | lb.pools.default.strategy: "least" is not a known strategy
        pools.default.strategy { name = p2c, choises = 3 }  | lb.pools.default.strategy.choises: unknown option
        pools.default.health-check.type = https             | lb.pools.default.health-check.type: "https" is unknown, expected http, tcp or none, did you mean "http"?
        pools.default.health-check.interval = 0s            | lb.pools.default.health-check.interval: 0s is too short, expected a duration longer than 0s
        pools.default.health-check.healthy-threshold = 0    | lb.pools.default.health-check.healthy-threshold: 0 is out of range, expected a number from 1 to 100
        pools.default.health-check.jitter = 101%            | lb.pools.default.health-check.jitter: 101% is out of range, expected a percentage from 0% to 100%
        pools.default.health-check.expect.status = 2xx      | lb.pools.default.health-check.expect.status: "2xx" is not a set of status codes, expected codes and ranges from 100 to 599 such as 200-299,301
        pools.default.retry.methods = [ get ]               | lb.pools.default.retry.methods: "get" is not a method, expected upper-case names such as GET
        pools.default.retry.on = [ resets ]                 | lb.pools.default.retry.on[0]: "resets" is unknown, expected connect-failure, reset, timeout or a status from 400 to 599, did you mean "reset"?
        pools.default.retry.on = [ 200 ]                    | lb.pools.default.retry.on: 200 is out of range, expected a number from 400 to 599
        pools.default.retry.budget.percent = some           | lb.pools.default.retry.budget.percent: "some" is not a percentage, expected one such as 20%
        pools.default.retry.attempts = 0                    | lb.pools.default.retry.attempts: 0 is out of range, expected a number from 1 to 100
        pools.default.ejection.max-percent = 101%           | lb.pools.default.ejection.max-percent: 101% is out of range, expected a percentage from 0% to 100%
        pools.default.ejection.max-percent = 12.5%          | lb.pools.default.ejection.max-percent: "12.5%" is not a whole percentage, expected one such as 50%
        limits.connections-per-client = -1                  | lb.limits.connections-per-client: -1 is too small, expected 0 or more
        headers.underscores = allow                         | lb.headers.underscores: "allow" is unknown, expected pass, drop or refuse
        plugins.upload = true                               | lb.plugins.upload: "true" is unknown, expected off, local or on
        pools.default.min-healthy = -1                      | lb.pools.default.min-healthy: -1 is too small, expected 0 or more
        pools."my pool" {}                                  | lb.pools.my pool.name: "my pool" is not a pool name, expected 1 to 63 letters, digits, _ or -
        """)
    void eachErrorIsOneSentenceAtItsLine(String setting, String expected) {
        assertThat(errors("x.conf", "lb {", setting, "}")).isEqualTo("x.conf:2: " + expected);
    }

    @Test
    void everythingWrongIsSaidAtOnceAndInOrder() {
        assertThat(errors(
                        "x.conf",
                        "lb {",
                        "  pools.default {",
                        "    backends = [",
                        "      \"10.0.0.1:8080\",",
                        "      { url = \"10.0.0.2\", weight = 2000, tags { a = [] } }",
                        "    ]",
                        "    timeouts { connect = 2, idle = soon }",
                        "  }",
                        "  listn = \"0.0.0.0:80\"",
                        "}"))
                .isEqualTo(String.join(
                        "\n",
                        "x.conf:5: lb.pools.default.backends[1].url: \"10.0.0.2\" has no port, expected host:port such as"
                                + " 10.0.0.2:8080",
                        "x.conf:5: lb.pools.default.backends[1].tags.a: is a list, expected a single value",
                        "x.conf:5: lb.pools.default.backends[1].weight: 2000 is out of range, expected a number from 0 to"
                                + " 1000",
                        "x.conf:7: lb.pools.default.timeouts.connect: \"2\" is not a duration, expected a duration with"
                                + " its unit such as 250ms, 5s or 2m",
                        "x.conf:7: lb.pools.default.timeouts.idle: \"soon\" is not a duration, expected a duration with"
                                + " its unit such as 250ms, 5s or 2m",
                        "x.conf:9: lb.listn: unknown key, did you mean \"listen\"?"));
    }

    @Test
    void yamlErrorsHaveTheirLines() {
        assertThat(errors(
                        "x.yaml",
                        "lb:",
                        "  listen: 0.0.0.0:80",
                        "  pools:",
                        "    default:",
                        "      timeouts:",
                        "        conect: 2s",
                        "      backends:",
                        "        - 10.0.0.1:8080",
                        "        - url: 10.0.0.2:8080",
                        "          weight: heavy"))
                .isEqualTo("""
                    x.yaml:6: lb.pools.default.timeouts.conect: unknown key, did you mean "connect"?
                    x.yaml:10: lb.pools.default.backends[1].weight: "heavy" is not a whole number, expected one such as 3""");
    }

    @Test
    void jsonErrorsHaveTheirLines() {
        assertThat(errors("x.json", "{\"lb\": {", "\"io-threads\": \"x\",", "\"listn\": \"a:1\"}}"))
                .isEqualTo("""
                    x.json:2: lb.io-threads: "x" is not a whole number, expected one such as 3
                    x.json:3: lb.listn: unknown key, did you mean "listen"?""");
    }

    @Test
    void flatKeysAreBlamedByTheirOwnNames() {
        assertThat(errors(
                        "x.json",
                        "{",
                        "\"listen_address\": \"0.0.0.0\",",
                        "\"backend_servers\": [\"10.0.0.1:8080\", \"10.0.0.2\"],",
                        "\"health_check_interval\": 0,",
                        "\"health_check_timeuot\": 5",
                        "}"))
                .isEqualTo("""
                    x.json:2: listen_address: "0.0.0.0" has no port, expected host:port such as 0.0.0.0:8080
                    x.json:3: backend_servers[1]: "10.0.0.2" has no port, expected host:port such as 10.0.0.2:8080
                    x.json:4: health_check_interval: 0s is too short, expected a duration longer than 0s
                    x.json:5: health_check_timeuot: unknown key, did you mean "health_check_timeout"?""");
    }

    @Test
    void flatKeysBesideTheBlockAreRefused() {
        assertThat(errors("x.yaml", "listen_address: 0.0.0.0:80", "lb: {}"))
                .isEqualTo(
                        "x.yaml:1: listen_address: is mixed with lb { … }, expected either the flat keys or lb alone");
    }

    @Test
    void aSettingThatForgotItsBlockIsShownTheWay() {
        assertThat(errors("x.conf", "listen = \"0.0.0.0:80\"", "pols {}", "zzzzzz = 1"))
                .isEqualTo("""
                x.conf:1: listen: unknown key, did you mean "lb.listen"?
                x.conf:2: pols: unknown key, did you mean "lb.pools"?
                x.conf:3: zzzzzz: unknown key, expected lb { … }""");
    }

    @Test
    void aValueFromTheEnvironmentIsBlamedWhereItIsAskedFor() {
        assertThat(errors("x.conf", "lb {", "", "  io-threads = ${?PORT}", "}"))
                .isEqualTo("x.conf:3: lb.io-threads: \"http\" is not a whole number, expected one such as 3");
        assertThat(errors("x.conf", "lb {", "  listen = \"0.0.0.0:\"${PORT}", "}"))
                .isEqualTo("x.conf:2: lb.listen: \"0.0.0.0:http\" has port \"http\", expected a port from 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        x.conf | lb { listen = 0.0.0.0:80 }    | x.conf:2: syntax: Expecting close brace } or a comma, got ':' (if you intended ':' to be part of a key or string value, try enclosing the key or value in double quotes)
        x.conf | lb {                          | x.conf:3: syntax: expecting a close parentheses ')' here, not: end of file
        x.conf | lb { a = ${MISSING} }         | x.conf:2: syntax: Could not resolve substitution to a value: ${MISSING}, expected it in the file or in the environment; write ${?…} if it is optional
        x.conf | lb = 5                        | x.conf:2: lb: is a single value, expected a block such as { … }
        x.conf | include "other.conf"          | x.conf: syntax: include of other.conf, expected a document without includes
        x.json | { "lb": { "listen" } }        | x.json:2: syntax: Key '"listen"' may not be followed by token: '}' (if you intended '}' to be part of a key or string value, try enclosing the key or value in double quotes)
        x.yaml | lb: [                         | x.yaml:3: syntax: while parsing a flow node, expected the node content, but found '<stream end>'
        x.yaml | lb: { listen: a, listen: b }  | x.yaml:2: listen: appears twice, first in line 2, expected it once
        x.yaml | just words                    | x.yaml:2: syntax: is not a block, expected keys with values such as lb: …
        """)
    void brokenSyntaxHasItsLine(String name, String line, String expected) {
        assertThat(errors(name, "", line, "")).isEqualTo(expected);
    }

    @Test
    void hostileDocumentsAreRefusedCheaply() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
        assertThat(errors("x.yaml", bomb)).contains("its aliases expand too far");
        assertThat(errors("x.yaml", "lb: &a { listen: *a }"))
                .isEqualTo("x.yaml:1: syntax: its aliases expand too far, expected a document of plain values");
        String substitutions = bomb.replaceAll("&[a-e] ", "").replaceAll("\\*([a-e])", "\\${$1}");
        assertThat(errors("x.conf", substitutions)).startsWith("x.conf:1: syntax: is one of more than 100000 values");
        assertThat(errors("x.conf", "a = " + "[".repeat(200_000))).startsWith("x.conf:1: syntax: is nested too deep");
        assertThat(errors("x.yaml", "a: " + "[".repeat(200_000))).startsWith("x.yaml:1: syntax: is nested too deep");
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class,
                () -> parser.parse(new byte[] {(byte) 0xff, (byte) 0xfe, 0}, "x.conf", null));
        assertThat(e).hasMessage("x.conf: is not text in UTF-8, expected a configuration file");
    }
}
