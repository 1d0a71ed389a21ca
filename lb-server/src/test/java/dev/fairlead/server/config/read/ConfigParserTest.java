package dev.fairlead.server.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {

    @TempDir
    private Path folder;

    private ConfigParser parser = new ConfigParser(
            new Surroundings(Path.of("/srv"), null, Map.of("PORT", "9000", "BACKENDS", "a:1=2,b:2")),
            boot -> StrategyCheck.NONE);

    @BeforeEach
    void inTheFolder() {
        parser = new ConfigParser(
                new Surroundings(folder, folder.resolve("home"), Map.of("PORT", "9000", "BACKENDS", "a:1=2,b:2")),
                boot -> StrategyCheck.NONE);
    }

    private ServerConfig parse(String name, String text) throws InvalidConfigException {
        return parser.parse(text.getBytes(StandardCharsets.UTF_8), name, null);
    }

    private static Pool pool(ServerConfig config) {
        return config.desired().pool("default").orElseThrow();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theReferenceAndTheRecordsHaveTheSameDefaults() throws InvalidConfigException {
        ServerConfig config = parse("x.conf", "");

        assertThat(config.desired()).isEqualTo(DesiredState.initial());
        assertThat(config.boot())
                .isEqualTo(BootSettings.DEFAULT
                        .withPluginsDir(folder.resolve("home/plugins"))
                        .withStateDir(""));
    }

    /** The same document in three syntaxes, down to the last record. */
    @Test
    void theSyntaxesHaveTheSameShape() throws InvalidConfigException {
        String hocon = """
            lb {
              listen = "[::1]:80"
              trusted-proxies = [ "10.1.2.3", loopback ]
              access-log { format = JSON, to = stdout }
              limits { body = 1MiB, header = 16 kb, connections = 9, connections-per-client = 2, buffers = 8MiB, min-body-rate = 1k }
              headers { underscores = refuse }
              control { variables = on, paths = on }
              plugins { upload = on }
              pools.default {
                strategy { name = ring_hash, key = "header:X-User", ring.size = 7 }
                backends = [ "a:1=0", { id = b, url = "https://B_2:443/", weight = 3, tags { zone = x, 1 = y }, admin-state = drain } ]
                health-check { type = tcp, expect { status = "200,301-302", body = ok }, jitter = 5% }
                retry { methods = [ GET ], on = [ reset, 503 ], budget { percent = 12.5, min-per-second = 0 } }
                timeouts.first-byte = 1.5s
                timeouts { request = 4s, tunnel-idle = 2h }
                ejection.max-percent = 30%
              }
            }
            """;
        String json = """
            {"lb": {"listen": "[::1]:80", "trusted-proxies": ["10.1.2.3", "loopback"],
              "access-log": {"format": "json", "to": "stdout"}, "limits": {"body": 1048576, "header": 16000,
                "connections": 9, "connections-per-client": 2, "buffers": 8388608, "min-body-rate": 1024},
              "headers": {"underscores": "refuse"}, "control": {"variables": true, "paths": true}, "plugins": {"upload": "on"},
              "pools": {"default": {
                "strategy": {"name": "ring_hash", "key": "header:X-User", "ring": {"size": 7}},
                "backends": ["a:1=0", {"id": "b", "url": "https://B_2:443/", "weight": 3,
                    "tags": {"zone": "x", "1": "y"}, "admin-state": "drain"}],
                "health-check": {"type": "tcp", "expect": {"status": "200,301-302", "body": "ok"}, "jitter": "5%"},
                "retry": {"methods": ["GET"], "on": ["reset", 503], "budget": {"percent": 12.5, "min-per-second": 0}},
                "timeouts": {"first-byte": "1500ms", "request": "4s", "tunnel-idle": "2h"},
                "ejection": {"max-percent": 30}}}}}
            """;
        String yaml = """
            lb:
              listen: '[::1]:80'
              trusted-proxies: [10.1.2.3, loopback]
              access-log: {format: json, to: stdout}
              limits: {body: 1MiB, header: 16000, connections: 9, connections-per-client: 2, buffers: 8MiB, min-body-rate: 1KiB}
              headers: {underscores: refuse}
              control: {variables: on, paths: 'true'}
              plugins: {upload: on}
              pools:
                default:
                  strategy: {name: ring_hash, key: 'header:X-User', ring.size: 7}
                  backends:
                    - a:1=0
                    - {id: b, url: https://B_2:443/, weight: 3, tags: {zone: x, 1: y}, admin-state: drain}
                  health-check: {type: tcp, expect: {status: '200,301-302', body: ok}, jitter: 5%}
                  retry: {methods: [GET], on: [reset, 503], budget: {percent: 12.5%, min-per-second: 0}}
                  timeouts: {first-byte: 1500ms, request: 4000ms, tunnel-idle: 120m}
                  ejection: {max-percent: 30%}
                  slow-start:
            """;

        ServerConfig config = parse("x.conf", hocon);

        Pool pool = pool(config);
        assertThat(pool.strategy())
                .isEqualTo(new StrategyChoice("ring_hash", Map.of("key", "header:X-User", "ring.size", "7")));
        assertThat(pool.backends())
                .containsExactly(
                        Backend.at("a:1").withWeight(0),
                        new Backend(
                                "b",
                                URI.create("https://b_2:443"),
                                3,
                                Map.of("zone", "x", "1", "y"),
                                AdminState.DRAIN));
        assertThat(pool.backends().get(1).host()).isEqualTo("b_2");
        assertThat(pool.healthCheck())
                .isEqualTo(HealthPolicy.DEFAULT
                        .withType(HealthType.TCP)
                        .withExpect(StatusRanges.parse("200,301-302"), "ok")
                        .withJitter(5));
        assertThat(pool.retry().on()).containsExactly(RetryCause.RESET, RetryCause.status(503));
        assertThat(pool.retry().budget().percent()).isEqualTo(12.5);
        assertThat(pool.timeouts().firstByte()).isEqualTo(Duration.ofMillis(1500));
        assertThat(pool.timeouts().request()).isEqualTo(Duration.ofSeconds(4));
        assertThat(pool.timeouts().tunnelIdle()).isEqualTo(Duration.ofHours(2));
        assertThat(pool.ejection()).isEqualTo(new Ejection(30));
        assertThat(config.desired().frontend().limits())
                .isEqualTo(Limits.DEFAULT
                        .withBody(1 << 20)
                        .withHeader(16_000)
                        .withConnections(9)
                        .withConnectionsPerClient(2)
                        .withBuffers(8 << 20)
                        .withMinBodyRate(1024));
        assertThat(config.desired().frontend().headers()).isEqualTo(new Headers(Headers.Underscores.REFUSE));
        assertThat(config.boot().control().variables()).isTrue();
        assertThat(config.boot().control().paths()).isTrue();
        assertThat(config.boot().plugins().upload()).isEqualTo(BootSettings.Upload.ON);
        assertThat(config.desired().frontend().listen().host()).isEqualTo("::1");
        assertThat(config.desired().frontend().trustedProxies())
                .containsExactly(
                        CidrBlock.parse("10.1.2.3/32"), CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128"));
        assertThat(parse("x.json", json)).isEqualTo(config);
        assertThat(parse("x.yaml", yaml)).isEqualTo(config);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# a comment\n\nlisten_address: 1.2.3.4:80\n",
                "---\nlb: { listen: '1.2.3.4:80' }\n",
                "\uFEFFlb:\n  listen: 1.2.3.4:80\n",
                "{\"lb\": {\"listen\": \"1.2.3.4:80\"}}",
                "{\"listen_address\": \"1.2.3.4:80\"}",
                "lb { listen = \"1.2.3.4:80\" }",
                "// a comment\nlb: {\n listen: \"1.2.3.4:80\" }",
                "lb.listen = \"1.2.3.4:80\""
            })
    void aNameWithoutEndingLeavesTheSyntaxToTheContent(String text) throws InvalidConfigException {
        assertThat(parse("config", text).desired().frontend().listen()).hasToString("1.2.3.4:80");
    }

    @Test
    void theFlatKeysCountInSeconds() throws InvalidConfigException {
        ServerConfig config = parse("x.json", """
                {"listen_address": ":81", "backend_servers": ["a:1", {"url": "b:2", "weight": 2}],
                 "health_check_interval": 10, "health_check_timeout": 2}
                """);

        assertThat(config.desired().frontend().listen()).hasToString("0.0.0.0:81");
        assertThat(pool(config).backends()).extracting("weight").containsExactly(1, 2);
        assertThat(pool(config).healthCheck().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pool(config).healthCheck().timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theEnvironmentFillsIn() throws InvalidConfigException {
        ServerConfig config = parse("x.conf", """
                lb.listen = "0.0.0.0:"${PORT}
                lb.io-threads = 3
                lb.io-threads = ${?NOT_SET}
                lb.pools.default.backends = ${?BACKENDS}
                """);

        assertThat(config.desired().frontend().listen().port()).isEqualTo(9000);
        assertThat(config.boot().ioThreads()).isEqualTo(3);
        assertThat(pool(config).backends()).containsExactly(Backend.at("a:1").withWeight(2), Backend.at("b:2"));
    }

    @Test
    void poolsKeepTheOrderOfTheFileAndTheDefaultAlwaysExists() throws InvalidConfigException {
        ServerConfig config = parse("x.conf", "lb.pools {\n web.min-healthy = 2\n api.slow-start = 5s\n}");

        assertThat(config.desired().pools().keySet()).containsExactly("web", "api", "default");
        assertThat(config.desired().pool("web").orElseThrow().minHealthy()).isEqualTo(2);
        assertThat(config.desired().pool("web").orElseThrow().retry())
                .isEqualTo(Pool.named("web").retry());
    }

    @Test
    void includesAreRelativeToTheFileThatAsks() throws Exception {
        Files.createDirectories(folder.resolve("pools/more"));
        Path file = write("x.conf", "include \"pools/api\"\nlb.pools { include required(file(\"pools/web.conf\")) }");
        write("pools/api.conf", "include \"more/deep.conf\"\nlb.pools.api.min-healthy = 2");
        write("pools/more/deep.conf", "lb.listen = \"127.0.0.1:81\"");
        write("pools/web.conf", "web.min-healthy = 3");

        DesiredState desired = parser.read(file).desired();

        assertThat(desired.frontend().listen().port()).isEqualTo(81);
        assertThat(desired.pool("api").orElseThrow().minHealthy()).isEqualTo(2);
        assertThat(desired.pool("web").orElseThrow().minHealthy()).isEqualTo(3);
    }

    @Test
    void anErrorInAnIncludedFileIsFoundThere() throws Exception {
        Path file = write("x.conf", "\ninclude \"other.conf\"");
        Path other = write("other.conf", "lb {\n listn = 1\n}");

        assertThatThrownBy(() -> parser.read(file))
                .hasMessage(other + ":2: lb.listn: unknown key, did you mean \"listen\"?");
    }

    @Test
    void includesThatCannotBeFollowedAreRefused() throws Exception {
        Path missing = write("missing.conf", "include \"nowhere.conf\"");
        Path circle = write("circle.conf", "include \"circle.conf\"");
        Path web = write("web.conf", "include url(\"http://127.0.0.1:1/x.conf\")");

        assertThatThrownBy(() -> parser.read(missing))
                .hasMessage(missing + ": syntax: include of " + folder.resolve("nowhere.conf")
                        + ": does not exist, expected a configuration file");
        assertThatThrownBy(() -> parser.read(circle)).hasMessageEndingWith("expected no cycle of includes");
        assertThatThrownBy(() -> parser.read(web)).hasMessageEndingWith("expected a file");
    }

    @Test
    void pathsAreRelativeToTheFile() throws Exception {
        Files.createDirectories(folder.resolve("etc"));
        write("etc/ca.pem", "");
        Path file = write("etc/x.conf", """
                lb {
                  plugins-dir = "../jars"
                  state.dir = "/var/lib/fairlead"
                  access-log { format = json, to = "logs/access.log" }
                  pools.default.tls.ca = ca.pem
                }
                """);

        ServerConfig config = parser.read(file);

        assertThat(config.boot().pluginsFolder()).isEqualTo(folder.resolve("jars"));
        assertThat(config.boot().stateDir()).isEqualTo(Path.of("/var/lib/fairlead"));
        assertThat(config.desired().frontend().accessLog())
                .isEqualTo(new AccessLog(
                        AccessLog.Format.JSON,
                        folder.resolve("etc/logs/access.log").toString()));
        assertThat(pool(config).tls().ca())
                .isEqualTo(folder.resolve("etc/ca.pem").toString());
    }

    @Test
    void stateLiesBesideTheFileUnlessItIsSwitchedOff() throws Exception {
        assertThat(parser.read(write("x.conf", "")).boot().stateDir()).isEqualTo(folder.resolve("data"));
        assertThat(parser.read(write("y.conf", "lb.state.dir = \"\"")).boot().stateDir())
                .isNull();
        assertThat(parse("z.conf", "").boot().stateDir()).isNull();
    }

    @Test
    void pluginsLieBesideTheFileIfTheyAreThereElseBesideTheLauncher() throws Exception {
        Path file = write("x.conf", "");
        assertThat(parser.read(file).boot().pluginsFolder()).isEqualTo(folder.resolve("home/plugins"));

        Files.createDirectories(folder.resolve("plugins"));
        assertThat(parser.read(file).boot().pluginsFolder()).isEqualTo(folder.resolve("plugins"));
    }

    @Test
    void theControlPortBeyondLoopbackAsksForProtection() throws Exception {
        write("some.pem", "");
        String tls = "lb.control { listen = \"0.0.0.0:9800\", tls { cert = some.pem, key = some.pem } }\n";

        assertThat(parser.read(write("a.conf", "lb.control { listen = \"0.0.0.0:9800\", insecure = true }"))
                        .boot()
                        .control()
                        .insecure())
                .isTrue();
        assertThat(parser.read(write("b.conf", tls + "lb.control.auth.tokens-file = some.pem"))
                        .boot()
                        .control()
                        .usesTls())
                .isTrue();
        Path half = write("c.conf", tls);
        assertThatThrownBy(() -> parser.read(half)).hasMessageContaining("can be reached from other machines");
        Path onlyCert = write("d.conf", "lb.control.tls.cert = some.pem");
        assertThatThrownBy(() -> parser.read(onlyCert))
                .hasMessage(onlyCert + ":1: lb.control.tls: has only one of cert and key, expected both or neither");
    }

    @Test
    void bootSettingsNameTheKeysThatDiffer() throws Exception {
        BootSettings before = parser.read(write("x.conf", "")).boot();
        BootSettings after = parser.read(write("x.conf", """
                        lb {
                          io-threads = 2
                          plugins-dir = p
                          state.dir = s
                          control.listen = "127.0.0.1:1"
                          admin.listen = "127.0.0.1:2"
                          listen = "0.0.0.0:99"
                        }
                        """)).boot();

        assertThat(before.changedKeys(before)).isEmpty();
        assertThat(before.changedKeys(after))
                .isEqualTo(List.of(
                        "lb.io-threads", "lb.plugins-dir", "lb.state.dir", "lb.control.listen", "lb.admin.listen"));
    }
}
