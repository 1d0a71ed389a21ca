package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.it.support.Child;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.server.demo.ExampleBackend;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever strangers call things, every line of the logs is one of ours. */
class ForgedLinesIT {

    /** What a forger would like to be read as a line of its own, to be obeyed by a terminal, or to turn the line round. */
    private static final List<String> HOSTILE = Stream.of(
                    "\n", "\r", "\r\n", "\u001b[2K\r", "\u2028", "\u202e", "\u0085")
            .map(begin -> "x" + begin + "2026-01-01T00:00:00.000Z INFO  audit by=root result=ok")
            .toList();

    private static final Pattern OBEYED =
            Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\u200e\\u200f]");

    private static final Pattern EVENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (ERROR|WARN |INFO |DEBUG) \\S+ .*");

    private static final Pattern STACK = Pattern.compile("(\\t.*|Caused by: .*|[a-z]+(\\.[A-Za-z0-9_$]+)+(: .*)?)");

    private static final Pattern REQUEST =
            Pattern.compile("[0-9.]+ - - \\[[^]]+] \"[^\"]*\" \\d{3} (\\d+|-) \"[^\"]*\" \"[^\"]*\"");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whateverStrangersSayIsOnALineOfOurs(String format) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        for (String name : HOSTILE) {
            Files.writeString(plugins.resolve(name + ".jar"), "no jar");
        }
        try (ExampleBackend backend = ExampleBackend.start("b", 0);
                LbProcess lb = start(format, backend, plugins)) {
            ask(lb);
            request(lb);
            assertThat(lb.terminate()).isZero();

            List<String> words = lb.process().err();
            List<String> requests = lb.process().out();
            assertThat(String.join("\n", words)).contains("by=root");
            assertThat(String.join("\n", requests)).contains("by=root");
            assertThat(words).noneMatch(line -> OBEYED.matcher(line).find());
            assertThat(requests).noneMatch(line -> OBEYED.matcher(line).find());
            if (format.equals("json")) {
                assertThat(words).allSatisfy(ForgedLinesIT::isJson);
                assertThat(requests).allSatisfy(ForgedLinesIT::isJson);
            } else {
                assertThat(words)
                        .allMatch(line -> EVENT.matcher(line).matches()
                                || STACK.matcher(line).matches());
                assertThat(words).noneMatch(line -> line.startsWith("2026-01-01T00:00:00.000Z"));
                assertThat(requests).allMatch(line -> REQUEST.matcher(line).matches());
            }
        }
    }

    @Test
    void whatIsSaidWithoutALogIsOnALineOfOursToo() throws IOException {
        Path file = folder.resolve("lb.conf");
        Files.writeString(
                file, "lb { pools.default { backends = [ \"127.0.0.1:1\" ], \"no\\u001b[2K\\nlb-server: ok\" = 1 } }");
        for (List<String> words : List.of(
                List.of("validate", "lb.conf"), List.of("--config", "lb.conf"), List.of("one\nlb-server: ok"))) {
            try (Child said = Child.run(folder, words.toArray(String[]::new))) {
                assertThat(said.exit(Duration.ofSeconds(30))).isNotZero();
                assertThat(said.err()).isNotEmpty().noneMatch(line -> line.startsWith("lb-server: ok"));
                assertThat(said.err()).noneMatch(line -> OBEYED.matcher(line).find());
            }
        }
    }

    private static LbProcess start(String format, ExampleBackend backend, Path plugins) {
        String configuration = LbProcess.configuration(List.of(backend.address()), "")
                + "\nlb { access-log.format = " + (format.equals("json") ? "json" : "combined") + ", plugins-dir = \""
                + plugins + "\" }\n";
        return LbProcess.with("--log-format", format)
                .file("lb.conf", configuration)
                .start()
                .ready();
    }

    private static void ask(LbProcess lb) {
        ManagedChannel channel = lb.channel();
        try {
            BackendServiceBlockingStub backends = BackendServiceGrpc.newBlockingStub(channel);
            for (String text : HOSTILE) {
                Backend.Builder named = Backend.newBuilder().setId(text).setUrl("127.0.0.1:1");
                Backend.Builder tagged = Backend.newBuilder()
                        .setId("t" + HOSTILE.indexOf(text))
                        .setUrl("127.0.0.1:1")
                        .putTags("tag", text)
                        .putTags(text, "value");
                Backend.Builder plain =
                        Backend.newBuilder().setId("m" + HOSTILE.indexOf(text)).setUrl("127.0.0.1:1");
                anyAnswer(() -> backends.addBackend(add(named).build()));
                anyAnswer(() -> backends.addBackend(add(tagged).build()));
                anyAnswer(() -> backends.addBackend(add(plain).setMessage(text).build()));
                anyAnswer(() -> backends.addBackend(add(plain).setPool(text).build()));
                anyAnswer(
                        () -> backends.addBackend(add(plain).setRequestId(text).build()));
                anyAnswer(() -> backends.removeBackend(
                        RemoveBackendRequest.newBuilder().setId(text).build()));
                anyAnswer(() -> StrategyServiceGrpc.newBlockingStub(channel)
                        .setStrategy(SetStrategyRequest.newBuilder()
                                .setStrategy(StrategyChoice.newBuilder()
                                        .setName(text)
                                        .putOptions(text, text))
                                .build()));
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static AddBackendRequest.Builder add(Backend.Builder backend) {
        return AddBackendRequest.newBuilder().setBackend(backend);
    }

    private static void anyAnswer(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException refused) {
            // for the log as good as any other answer
        }
    }

    private static void request(LbProcess lb) {
        for (String text : HOSTILE) {
            for (String request : List.of(
                    "GET /by=root?" + text + " HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /by=root HTTP/1.1\r\nHost: a\r\nUser-Agent: " + text + "\r\nConnection: close\r\n\r\n",
                    "GET /by=root HTTP/1.1\r\nHost: a\r\nReferer: \u009b2K\"" + "\r\nConnection: close\r\n\r\n",
                    "GET /by=root HTTP/1.1\r\nHost: " + text + "\r\nConnection: close\r\n\r\n")) {
                try (RawClient client = RawClient.connect(lb.data())) {
                    client.send(request.getBytes(StandardCharsets.UTF_8));
                    client.readResponse("GET");
                } catch (IOException refused) {
                    // closed on, which is an answer too
                }
            }
        }
    }

    private static void isJson(String line) {
        ConfigFactory.parseString(line, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }
}
