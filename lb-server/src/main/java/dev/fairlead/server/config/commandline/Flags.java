package dev.fairlead.server.config.commandline;

import dev.fairlead.server.config.read.Overrides;
import dev.fairlead.server.config.value.BackendText;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.desired.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of the server, as a mixin of its command. Values are parsed by our own rules instead of picocli's
 * converters, so that errors are the same as for a file.
 */
@Command
public final class Flags {

    /** How the server writes its log. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file: HOCON, JSON or YAML. Flags override it.")
    private @Nullable String config;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Port for traffic; 0 picks a free one. Default: 8080")
    private @Nullable String port;

    @Option(
            names = {"-b", "--backends"},
            paramLabel = "HOST:PORT[=WEIGHT],...",
            description = "Backends. Default without a file: 127.0.0.1:3001,127.0.0.1:3002,127.0.0.1:3003")
    private List<String> backends = new ArrayList<>();

    @Parameters(paramLabel = "HOST:PORT,...", arity = "0..*", description = "Backends, as with --backends.")
    private List<String> positional = new ArrayList<>();

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            description = "Balancing strategy. Default: round_robin; weighted_round_robin if backends have weights")
    private @Nullable String algorithm;

    @Option(
            names = "--health-check",
            paramLabel = "http|tcp|none",
            description = "How to probe backends. Default: http")
    private @Nullable String healthCheck;

    @Option(
            names = "--health-check-path",
            paramLabel = "PATH",
            description = "Path that an http probe requests. Default: /health")
    private @Nullable String healthCheckPath;

    @Option(
            names = "--health-check-interval",
            paramLabel = "SECONDS",
            description = "Time between probes of a backend that is up. Default: 30")
    private @Nullable String healthCheckInterval;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Folder that keeps run-time changes across restarts. Default: data/ beside the file; without a file, memory only")
    private @Nullable String stateDir;

    @Option(
            names = "--fresh",
            description = "Start from the configuration alone and set earlier run-time changes aside.")
    private boolean fresh;

    @Option(names = "--ports-file", paramLabel = "FILE", description = "Write the ports in use to this file, as JSON.")
    private @Nullable String portsFile;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "Log level: error, warn, info, debug or trace. Default: info")
    private String logLevel = "info";

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Log format. Default: text")
    private String logFormat = "text";

    @Option(names = "--demo", description = "Start three example backends and balance over them, on 127.0.0.1 only.")
    private boolean demo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of the server, the JDK and the operating system.")
    private boolean version;

    /** Reads every flag, so that what is wrong with the command line is said before anything starts. */
    public void check() {
        overrides(Path.of(""));
        logLevel();
        logFormat();
    }

    public Overrides overrides(Path workingDirectory) {
        return new Overrides(
                read("--port", port, Flags::port),
                backendList(),
                algorithm,
                read("--health-check", healthCheck, Values.choice(HealthType.class)),
                healthCheckPath,
                read("--health-check-interval", healthCheckInterval, Flags::seconds),
                read("--state-dir", stateDir, workingDirectory::resolve));
    }

    public @Nullable Path config() {
        return config == null ? null : Path.of(config);
    }

    public boolean namesBackends() {
        return !backends.isEmpty() || !positional.isEmpty();
    }

    public boolean fresh() {
        return fresh;
    }

    public @Nullable Path portsFile() {
        return portsFile == null ? null : Path.of(portsFile);
    }

    public Level logLevel() {
        return must("--log-level", logLevel, Values.choice(Level.class));
    }

    public LogFormat logFormat() {
        return must("--log-format", logFormat, Values.choice(LogFormat.class));
    }

    public boolean demo() {
        return demo;
    }

    private List<Backend> backendList() {
        List<Backend> list = new ArrayList<>();
        backends.forEach(text -> addBackends(list, "--backends", text));
        positional.forEach(text -> {
            if (text.indexOf(':') < 0) {
                throw refused("", neither(text));
            }
            addBackends(list, "", text);
        });
        if (list.isEmpty() && !(backends.isEmpty() && positional.isEmpty())) {
            throw refused("--backends", "names no backend, expected host:port,host:port");
        }
        Set<String> ids = new HashSet<>();
        for (Backend backend : list) {
            if (!ids.add(backend.id())) {
                throw refused("--backends", "\"" + backend.id() + "\" appears twice, expected each backend once");
            }
        }
        return list;
    }

    private String neither(String word) {
        Set<String> commands = spec.subcommands().keySet();
        String hint = NearestName.hint(word, commands);
        return "\"" + word + "\" is neither a command nor a list of backends"
                + (hint.isEmpty() ? ", expected host:port,host:port" : hint);
    }

    private void addBackends(List<Backend> list, String flag, String text) {
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                list.add(must(flag, part, BackendText::parse));
            }
        }
    }

    private static int port(String text) {
        boolean number = text.matches("\\d{1,5}");
        if (!number || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("\"" + text + "\" is not a port, expected a number from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** A bare number is seconds, as it always was on this command line. */
    private static Duration seconds(String text) {
        Duration interval = Durations.parse(text.matches("\\d+") ? text + "s" : text);
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("\"" + text + "\" is too short, expected 1 second or more");
        }
        return interval;
    }

    private <T> @Nullable T read(String flag, @Nullable String text, Function<String, T> read) {
        return text == null ? null : must(flag, text, read);
    }

    private <T> T must(String flag, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw refused(flag, String.valueOf(e.getMessage()));
        }
    }

    private ParameterException refused(String flag, String sentence) {
        return new ParameterException(spec.commandLine(), flag.isEmpty() ? sentence : flag + ": " + sentence);
    }
}
