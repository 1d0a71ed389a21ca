package dev.fairlead.server.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.desired.RandomSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Texts that a syntax may stumble over. */
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
            RandomSettings random = new RandomSettings(new SplittableRandom(seed));
            ServerConfig config = new ServerConfig(random.record(BootSettings.DEFAULT), random.state());

            String text = new ConfigWriter().write(config);

            assertThat(read(text)).as("seed %s:%n%s", seed, text).isEqualTo(config);
        }
    }
}
