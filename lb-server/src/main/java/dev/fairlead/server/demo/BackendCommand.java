package dev.fairlead.server.demo;

import java.io.PrintWriter;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lb-server backend}: example backends on consecutive ports until the process is stopped. */
@Command(
        name = "backend",
        description = "Run example backends on 127.0.0.1.",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        footer = {
            "",
            "Every path answers with the received request as JSON. Special paths: /health (POST /health?set=503 flips it),",
            "/slow?ms=, /stream?n=&ms= (server-sent events), /bytes?n=, /status?code=, /echo, /requests",
            "and a WebSocket echo at /ws."
        })
public final class BackendCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "${env:PORT:-3001}",
            description = "First port; the environment variable PORT sets it too. Default: 3001")
    private int port;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of backends, on consecutive ports. Default: 1")
    private int count;

    @Option(names = "--name", paramLabel = "NAME", description = "Name in its answers. Default: backend-PORT")
    private @Nullable String name;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Delay every answer; health checks are answered at once.")
    private long delay;

    @Option(
            names = "--fail-rate",
            paramLabel = "P",
            defaultValue = "0",
            description = "Answer 500 to this share of requests, 0 to 1; health checks are not affected.")
    private double failRate;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    public BackendCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Behaviour behaviour = behaviour();
        PrintWriter out = spec.commandLine().getOut();
        List<ExampleBackend> running = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ExampleBackend backend =
                        ExampleBackend.start(nameOf(i), port == 0 ? 0 : port + i, behaviour, line -> print(out, line));
                running.add(backend);
                print(out, "backend=" + backend.name() + " event=listening url=http://" + backend.address());
            }
            // Runs until a signal ends the process; there is nothing to save.
            new CountDownLatch(1).await();
            return 0;
        } catch (BindException e) {
            spec.commandLine()
                    .getErr()
                    .println("lb-server backend: " + e.getMessage() + "; choose another with --port");
            return 1;
        } finally {
            running.forEach(ExampleBackend::close);
        }
    }

    private Behaviour behaviour() {
        if (count < 1) {
            throw usage("--count is " + count + ", expected 1 or more");
        }
        if (port < 0 || port > HIGHEST_PORT || (port > 0 && port + count - 1 > HIGHEST_PORT)) {
            throw usage(
                    "--port is " + port + " for " + count + " backend(s), expected ports from 0 to " + HIGHEST_PORT);
        }
        try {
            return new Behaviour(Duration.ofMillis(delay), failRate);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(@Nullable String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private @Nullable String nameOf(int index) {
        return name == null || count == 1 ? name : name + "-" + (index + 1);
    }

    private static void print(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
