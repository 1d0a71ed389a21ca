package dev.fairlead.server.control;

import dev.fairlead.server.TestServer;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.process.StartFailure;
import dev.fairlead.server.state.RevisionHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A running load balancer over example backends, and operators who call its control port. */
public final class ControlRig implements AutoCloseable {

    private final Path file;
    private final List<ExampleBackend> examples;
    private final TestServer server;
    private final List<Operator> operators = new ArrayList<>();

    private ControlRig(Path file, List<ExampleBackend> examples, TestServer server) {
        this.file = file;
        this.examples = examples;
        this.server = server;
    }

    public static ControlRig start(Path folder, int backends) throws Exception {
        return start(folder, backends, "");
    }

    /** @param settings more of {@code lb} */
    public static ControlRig start(Path folder, int backends, String settings) throws Exception {
        List<ExampleBackend> examples = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            examples.add(ExampleBackend.start("b" + i, 0));
        }
        Path file = folder.resolve("lb.conf");
        Files.writeString(file, configuration(examples, settings));
        try {
            return new ControlRig(file, examples, TestServer.start(file));
        } catch (StartFailure failed) {
            examples.forEach(ExampleBackend::close);
            throw failed;
        }
    }

    public static String configuration(List<ExampleBackend> backends, String settings) {
        return """
                lb {
                  listen = "127.0.0.1:0", control.listen = "127.0.0.1:0", admin.listen = "127.0.0.1:0", state.dir = ""
                  pools.default.backends = [ %s ]
                  %s
                }
                """.formatted(
                        backends.stream()
                                .map(backend -> "\"" + backend.address() + "\"")
                                .collect(Collectors.joining(", ")),
                        settings);
    }

    public Operator operator() {
        return operator(TestServer.TOKEN);
    }

    public Operator operator(String token) {
        Operator operator = Operator.at(server.control(), token);
        operators.add(operator);
        return operator;
    }

    public ExampleBackend backend(int index) {
        return examples.get(index);
    }

    /** Which is its id too. */
    public String address(int index) {
        return examples.get(index).address();
    }

    public RevisionHistory history() {
        return server.get(RevisionHistory.class);
    }

    public TestServer server() {
        return server;
    }

    /** The configuration that the server was started with. */
    public Path file() {
        return file;
    }

    public void rewrite(String settings) throws Exception {
        Files.writeString(file, configuration(examples, settings));
    }

    @Override
    public void close() {
        operators.forEach(Operator::close);
        server.close();
        examples.forEach(ExampleBackend::close);
    }
}
