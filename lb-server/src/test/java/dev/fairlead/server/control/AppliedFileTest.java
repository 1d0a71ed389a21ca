package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.SentConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.read.Sender;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.Differences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file that is sent changes: the keys that it names, and nothing else. */
class AppliedFileTest {

    private static final ConfigParser PARSER =
            new ConfigParser(new Surroundings(Path.of("/srv"), null, Map.of()), boot -> StrategyCheck.NONE);

    /** Nothing of it is as a file without a word would have it. */
    private static final String PRESENT = """
        lb {
          listen = "127.0.0.1:81", trusted-proxies = [ "10.0.0.0/8" ], limits { body = 1MiB, connections = 7 }
          monitoring.health-path = /up
          pools.default {
            strategy { name = ring_hash, key = path }
            min-healthy = 0, timeouts { connect = 1s, idle = 9s }, retry { attempts = 2, on = [ 503 ] }
            backends = [ { url = "a:1", weight = 5, admin-state = maint }, "b:1=3" ]
          }
          pools.web.backends = [ "w:1" ]
        }
        """;

    private static SentConfig sent(String name, String text) throws InvalidConfigException {
        return PARSER.parse(text.getBytes(StandardCharsets.UTF_8), name, null, Sender.OWNER);
    }

    private static DesiredState present() throws InvalidConfigException {
        return sent("present.conf", PRESENT).config().desired();
    }

    private static DesiredState applied(String name, String text) throws InvalidConfigException {
        SentConfig file = sent(name, text);
        return new Change.ApplyNamed(file.config().desired(), file.keys(), name).applyTo(present());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        x.conf | lb {}                                                      | []
        x.conf | lb.pools.default {}                                        | []
        x.conf | lb { limits {}, pools.default.timeouts {} }                | []
        x.conf | lb.limits.headers = 9                                      | [limits.headers 100 -> 9]
        x.conf | lb.limits.body = 0                                         | [limits.body 1MiB -> 0]
        x.conf | lb.trusted-proxies = []                                    | [trusted-proxies [10.0.0.0/8] -> []]
        x.conf | lb.pools.default.timeouts.idle = 60s                       | [pool default timeouts.idle 9s -> 1m]
        x.json | {"lb": {"pools": {"default": {"min-healthy": 1}}}}         | [pool default min-healthy 0 -> 1]
        x.yaml | lb: {pools: {default: {retry: {attempts: 3}}}}             | [pool default retry.attempts 2 -> 3]
        x.yaml | health_check_interval: 7                                   | [pool default health-check.interval 30s -> 7s]
        x.yaml | backend_servers: ["b:1"]                                   | [pool default backend a:1 removed, pool default backend b:1 weight 3 -> 1]
        x.conf | lb.pools.default.retry.on = [ 503, 504 ]                   | [pool default retry.on [503] -> [503, 504]]
        x.conf | lb.pools.default.backends = "a:1,c:1"                      | [pool default backend b:1 removed, pool default backend a:1 weight 5 -> 1, pool default backend c:1 added at http://c:1]
        x.conf | lb.pools.default.backends = [{url="a:1",weight=5,admin-state=ready},"b:1=3"] | [pool default backend a:1 admin-state maint -> ready]
        x.conf | lb.pools.default.strategy = p2c                            | [pool default strategy ring_hash{key=path} -> p2c]
        x.conf | lb.pools.default.strategy.ring.size = 7                    | [pool default strategy ring_hash{key=path} -> ring_hash{key=path, ring.size=7}]
        x.conf | lb.pools.new {}                                            | [pool new added]
        """)
    void onlyWhatItNamesChanges(String name, String text, String differences) throws InvalidConfigException {
        DesiredState after = applied(name, text);

        assertThat(Differences.between(present(), after)).hasToString(differences);
    }

    @Test
    void aPoolThatIsNotThereYetStartsFromTheDefaults() throws InvalidConfigException {
        Pool made = applied("x.conf", "lb.pools.new { min-healthy = 0, backends = [ \"n:1\" ] }")
                .pool("new")
                .orElseThrow();

        assertThat(made.withBackends(List.of())).isEqualTo(Pool.named("new").withMinHealthy(0));
        assertThat(made.backends()).hasSize(1);
    }

    @Test
    void whatDoesNotGoWithTheRestIsRefusedWithItsPath() {
        assertThatThrownBy(() -> applied("x.conf", "lb.monitoring.stats-path = /up"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("monitoring.stats-path: \"/up\" is the health path too");
    }

    @Test
    void whatIsExportedMakesTheSameStateWhenItReplacesEverything() throws InvalidConfigException {
        Change all = new Change.ReplaceAll(present(), "export.conf");

        assertThat(all.applyTo(DesiredState.initial())).isEqualTo(present());
    }
}
