package dev.fairlead.server.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Texts that a syntax may stumble over. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            "null",
            "true",
            "off",
            "007",
            "1.10",
            "1e3",
            "-1",
            "a b",
            "a,b",
            "a:b",
            "a=b",
            "${HOME}",
            "#x",
            "//x",
            "\"q\"",
            "back\\slash",
            "{",
            "]",
            "ünïcode",
            "include",
            "line\nbreak",
            "tab\t",
            "+=",
            "10%",
            "5s",
            "*");

    private final ConfigParser parser =
            new ConfigParser(new Surroundings(Path.of("/srv"), null, Map.of()), boot -> StrategyCheck.NONE);

    private ServerConfig read(String text) throws InvalidConfigException {
        return parser.parse(text.getBytes(StandardCharsets.UTF_8), "x.conf", null);
    }

    @Test
    void writesWhatAPersonWouldHaveWritten() throws InvalidConfigException {
        ServerConfig config = read("""
                lb {
                  access-log.format = json
                  pools.default {
                    strategy { name = ring_hash, key = "header:X-User" }
                    backends = [ "10.0.0.1:80", { url = "https://10.0.0.2:443", weight = 3, tags { zone = a } } ]
                    timeouts.per-try = 1500ms
                    health-check { timeout = 2s, expect.body = ok }
                  }
                  pools.api.strategy = p2c
                }
                """);

        assertThat(new ConfigWriter().write(config)).isEqualTo("""
                lb {
                  plugins-dir = /srv/plugins
                  state {
                    dir = ""
                  }
                  access-log {
                    format = json
                  }
                  pools {
                    default {
                      health-check { timeout = 2s, expect { body = ok } }
                      timeouts { per-try = 1500ms }
                      strategy { name = ring_hash, key = "header:X-User" }
                      backends = [ "10.0.0.1:80", { url = "https://10.0.0.2:443", weight = 3, tags { zone = a } } ]
                    }
                    api { strategy = p2c, backends = [] }
                  }
                }
                """);
    }

    @Test
    void theExamplesReadBackEqual() throws InvalidConfigException {
        for (String name : List.of("fairlead.conf", "fairlead.yaml", "fairlead.json", "minimal.conf", "simple.json")) {
            ServerConfig config = parser.read(ROOT.resolve("conf").resolve(name));
            assertThat(read(new ConfigWriter().write(config))).as(name).isEqualTo(config);
        }
    }

    @Test
    void whateverCanBeDesiredReadsBackEqual() throws InvalidConfigException {
        for (int seed = 0; seed < 500; seed++) {
            Any any = new Any(new Random(seed));
            ServerConfig config = new ServerConfig(any.boot(), any.desired());

            String text = new ConfigWriter().write(config);

            assertThat(read(text)).as("seed %s:%n%s", seed, text).isEqualTo(config);
        }
    }

    /** Draws states: mostly small, with odd texts wherever a text is free. */
    private record Any(Random random) {

        DesiredState desired() {
            DesiredState state = DesiredState.initial().withFrontend(frontend());
            for (String name : List.of("default", "api", "Web_2", "0-x")) {
                if (random.nextInt(3) > 0) {
                    state = state.withPool(pool(name));
                }
            }
            return state;
        }

        BootSettings boot() {
            return new BootSettings(
                    random.nextInt(9),
                    Path.of("/srv", "p " + random.nextInt(3)),
                    new BootSettings.Plugins(
                            random.nextBoolean(),
                            random.nextBoolean() ? Set.of() : Set.of("ab".repeat(32)),
                            random.nextBoolean() ? Set.of() : Set.of(BootSettings.Call.values()),
                            pick(BootSettings.Upload.values())),
                    random.nextBoolean() ? null : Path.of("/var/lib/x"),
                    new BootSettings.Control(
                            new SocketAddressSpec("localhost", random.nextInt(65536)),
                            null,
                            null,
                            null,
                            null,
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean()),
                    new SocketAddressSpec("::1", random.nextInt(65536)));
        }

        private Frontend frontend() {
            return new Frontend(
                    new SocketAddressSpec(pick("0.0.0.0", "::", "my_host"), random.nextInt(65536)),
                    blocks(),
                    new Limits(
                            random.nextLong(1L << 50),
                            random.nextInt(1 << 20) << random.nextInt(10),
                            count(),
                            count(),
                            count(),
                            random.nextLong(1L << 50),
                            random.nextLong(1L << 50)),
                    new Monitoring(pick(Monitoring.Paths.values()), "/h" + count(), "/s/!&~", blocks()),
                    new AccessLog(pick(AccessLog.Format.values()), pick("stdout", "/var/log/a b.log")),
                    new Shutdown(duration(), duration()),
                    new Headers(pick(Headers.Underscores.values())));
        }

        private Pool pool(String name) {
            Pool pool = new Pool(
                    name,
                    List.of(),
                    new StrategyChoice(pick("p2c", "round_robin", "my-own"), texts()),
                    health(),
                    new Timeouts(duration(), duration(), duration(), duration(), duration(), duration()),
                    new Connections(count(), duration(), count()),
                    retry(),
                    new UpstreamTls("", pick("", "backend.internal")),
                    count(),
                    duration(),
                    random.nextBoolean(),
                    new Ejection(random.nextInt(101)));
            for (int i = random.nextInt(4); i > 0; i--) {
                pool = pool.withBackend(backend(i));
            }
            return pool;
        }

        private Backend backend(int i) {
            Backend backend =
                    Backend.at(pick("a", "https://b_" + i, "http://[fd00::" + i + "]", "10.0.0." + i) + ":" + i);
            return random.nextBoolean()
                    ? backend
                    : backend.withId(pick(backend.id(), "id" + i, "00" + i, "1e" + i))
                            .withWeight(random.nextInt(1001))
                            .withTags(texts())
                            .withAdmin(pick(AdminState.values()));
        }

        private HealthPolicy health() {
            return new HealthPolicy(
                    pick(HealthType.values()),
                    pick("/health", "/a?b=c&d=%20"),
                    duration().plusNanos(1),
                    duration().plusNanos(1),
                    duration().plusNanos(1),
                    1 + random.nextInt(100),
                    1 + random.nextInt(100),
                    StatusRanges.parse(pick("200", "200-299,404")),
                    pick(ODD),
                    random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(101) / 100.0);
        }

        private RetryPolicy retry() {
            return new RetryPolicy(
                    1 + random.nextInt(100),
                    new LinkedHashSet<>(List.of(pick("GET", "POST", "M-SEARCH"), pick("PUT", "X+Y"))),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    new LinkedHashSet<>(List.of(400 + random.nextInt(200), 503)),
                    random.nextBoolean() ? random.nextDouble() * 100 : random.nextInt(101),
                    count());
        }

        private Map<String, String> texts() {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                texts.put(pick("zone", "a.b", "c d", "include", "7", "\"", "x=y"), pick(ODD));
            }
            return texts;
        }

        private List<CidrBlock> blocks() {
            List<CidrBlock> blocks = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                blocks.addAll(CidrBlock.expand(pick("loopback", "private", "10.1.2.3", "fd00:1::/33", "0.0.0.0/0")));
            }
            return blocks;
        }

        private Duration duration() {
            return Duration.ofNanos(random.nextLong(1_000_000))
                    .multipliedBy(pick(1L, 1_000L, 1_000_000L))
                    .multipliedBy(random.nextInt(3));
        }

        private int count() {
            return random.nextInt(1000);
        }

        @SafeVarargs
        @SuppressWarnings("varargs")
        private <T> T pick(T... some) {
            return pick(List.of(some));
        }

        private <T> T pick(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }
    }
}
