package dev.fairlead.server.config.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Pool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FlagsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Server server = new Server();
    private @Nullable CommandLine command;
    private @Nullable ConfigParser parser;

    @Command(name = "lb-server")
    private static final class Server implements Runnable {
        @Mixin
        private final Flags flags = new Flags();

        @Override
        public void run() {
            flags.check();
        }
    }

    @BeforeEach
    void commandLine() {
        StrategyCheck knowsAllButOne = choice -> {
            if (choice.name().equals("leastconn")) {
                throw new InvalidSettings("name", "\"leastconn\" is not a known strategy");
            }
            return choice;
        };
        parser = new ConfigParser(new Surroundings(folder, null, Map.of()), boot -> knowsAllButOne);
        command = new CommandLine(server)
                .addSubcommand(new ValidateCommand(parser))
                .setParameterExceptionHandler(new UsageErrors())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private ServerConfig started(String... args) throws InvalidConfigException {
        assertThat(command.execute(args)).as(err.toString()).isZero();
        return new ConfigFile(server.flags, new Surroundings(folder, null, Map.of()), parser).read();
    }

    private static Pool pool(ServerConfig config) {
        return config.desired().pool("default").orElseThrow();
    }

    @Test
    void withoutAnythingTheExampleBackendsAreTakenInTurn() throws InvalidConfigException {
        ServerConfig config = started();

        assertThat(pool(config).backends())
                .extracting("id")
                .containsExactly("127.0.0.1:3001", "127.0.0.1:3002", "127.0.0.1:3003");
        assertThat(pool(config).strategy().name()).isEqualTo("round_robin");
        assertThat(config.desired().frontend().listen()).hasToString("0.0.0.0:8080");
        assertThat(config.boot().stateDir()).isNull();
        assertThat(server.flags.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void backendsComeAsAFlagOrBare() throws InvalidConfigException {
        ServerConfig config = started("-b", "10.0.0.1:80=3,10.0.0.2:80", "https://[::1]:8443");

        assertThat(pool(config).backends())
                .extracting("id")
                .containsExactly("10.0.0.1:80", "10.0.0.2:80", "[::1]:8443");
        assertThat(pool(config).backends()).extracting("weight").containsExactly(3, 1, 1);
        assertThat(pool(config).strategy().name()).isEqualTo("weighted_round_robin");
    }

    @Test
    void everyFlagReachesItsSetting() throws InvalidConfigException {
        ServerConfig config = started(
                "--port=0",
                "--backends=a:1",
                "--algorithm=p2c",
                "--health-check=tcp",
                "--health-check-path=/up",
                "--health-check-interval=7",
                "--state-dir=state",
                "--ports-file=ports.json",
                "--log-level=debug",
                "--log-format=json",
                "--fresh",
                "--demo");

        assertThat(config.desired().frontend().listen().port()).isZero();
        assertThat(pool(config).strategy().name()).isEqualTo("p2c");
        assertThat(pool(config).healthCheck().type()).isEqualTo(HealthType.TCP);
        assertThat(pool(config).healthCheck().path()).isEqualTo("/up");
        assertThat(pool(config).healthCheck().interval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.boot().stateDir()).isEqualTo(folder.resolve("state"));
        assertThat(server.flags.portsFile()).isEqualTo(Path.of("ports.json"));
        assertThat(server.flags.logLevel()).isEqualTo(Level.DEBUG);
        assertThat(server.flags.logFormat()).isEqualTo(Flags.LogFormat.JSON);
        assertThat(server.flags.fresh()).isTrue();
        assertThat(server.flags.demo()).isTrue();
    }

    @Test
    void flagsOverrideTheFileAndLeaveTheRestAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("x.conf"), """
                lb {
                  listen = "127.0.0.1:9000"
                  pools.default {
                    backends = [ "10.0.0.9:80" ]
                    strategy { name = ring_hash, key = path }
                    health-check { path = /alive, interval = 3s }
                  }
                }
                """);

        ServerConfig config = started("-c", file.toString(), "-p", "9001", "-a", "p2c", "--health-check-interval", "1");

        assertThat(config.desired().frontend().listen()).hasToString("127.0.0.1:9001");
        assertThat(pool(config).backends()).extracting("id").containsExactly("10.0.0.9:80");
        assertThat(pool(config).strategy().name()).isEqualTo("p2c");
        assertThat(pool(config).strategy().options()).isEmpty();
        assertThat(pool(config).healthCheck().path()).isEqualTo("/alive");
        assertThat(pool(config).healthCheck().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.boot().stateDir()).isEqualTo(folder.resolve("data"));
    }

    @Test
    void namingTheFilesOwnAlgorithmKeepsItsOptions() throws Exception {
        Path file = Files.writeString(
                folder.resolve("x.conf"), "lb.pools.default.strategy { name = ring_hash, key = path }");

        assertThat(pool(started("-c", file.toString(), "-a", "ring_hash"))
                        .strategy()
                        .options())
                .isEqualTo(Map.of("key", "path"));
    }

    @Test
    void aWrongAlgorithmIsTheCommandLinesFault() {
        assertThat(command.execute("-a", "leastconn")).isZero();

        ConfigFile file = new ConfigFile(server.flags, new Surroundings(folder, null, Map.of()), parser);

        InvalidConfigException e = catchThrowableOfType(InvalidConfigException.class, file::read);
        assertThat(e).hasMessage("--algorithm: \"leastconn\" is not a known strategy");
        assertThat(e.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        -p 99999                      | lb-server: --port: "99999" is not a port, expected a number from 0 to 65535
        -p                            | lb-server: Missing required parameter for option '--port' (PORT)
        -b a:1=heavy                  | lb-server: --backends: "a:1=heavy" has weight "heavy", expected a number from 0 to 1000
        -b a:1=1001                   | lb-server: --backends: "a:1=1001" has weight "1001", expected a number from 0 to 1000
        -b 10.0.0.1                   | lb-server: --backends: "10.0.0.1" has no port, expected host:port such as 10.0.0.1:8080
        -b a:1,a:1                    | lb-server: --backends: "a:1" appears twice, expected each backend once
        --backends=                   | lb-server: --backends: names no backend, expected host:port,host:port
        validat                       | lb-server: "validat" is neither a command nor a list of backends, did you mean "validate"?
        10.0.0.1                      | lb-server: "10.0.0.1" is neither a command nor a list of backends, expected host:port,host:port
        --prot 80                     | lb-server: "--prot" is not an option, did you mean "--port"?
        --health-check https          | lb-server: --health-check: "https" is unknown, expected http, tcp or none, did you mean "http"?
        --health-check-interval 0     | lb-server: --health-check-interval: "0" is too short, expected 1 second or more
        --health-check-interval x     | lb-server: --health-check-interval: "x" is not a duration, expected a duration with its unit such as 250ms, 5s or 2m
        --log-level loud              | lb-server: --log-level: "loud" is unknown, expected error, warn, info, debug or trace
        --log-format xml              | lb-server: --log-format: "xml" is unknown, expected text or json
        validate                      | lb-server validate: Missing required parameter: 'FILE'
        validate a.conf b.conf        | lb-server validate: "b.conf" is one word too many
        """)
    void aCommandLineThatCannotBeMeantIsOneSentenceAndAHint(String args, String sentence) {
        assertThat(command.execute(args.split(" "))).isEqualTo(2);
        String name = sentence.substring(0, sentence.indexOf(':'));
        assertThat(err).hasToString(sentence + "\nTry '" + name + " --help'.\n");
        assertThat(out).hasToString("");
    }

    @Test
    void validateSaysWhatAFileHolds() throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"), """
                lb:
                  pools:
                    default: { backends: [ "a:1", "a:2" ] }
                    api: { backends: [ "a:1" ] }
                """);

        assertThat(command.execute("validate", file.toString())).isZero();
        assertThat(out).hasToString(file + ": ok, 2 pools, 3 backends\n");
    }

    @Test
    void validateShowsEveryErrorOnItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"lb\": {\n\"listen\": \"x\",\n\"io-threads\": -1}}");

        assertThat(command.execute("validate", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":2: lb.listen: \"x\" has no port, expected host:port such as x:8080",
                        file + ":3: lb.io-threads: -1 is out of range, expected a number from 0 to 1024");
    }

    @Test
    void validateSaysWhyAFileCannotBeRead() {
        assertThat(command.execute("validate", "nowhere.conf")).isEqualTo(1);
        assertThat(command.execute("validate", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "nowhere.conf: does not exist, expected a configuration file",
                        folder + ": is a directory, expected a configuration file");
    }
}
