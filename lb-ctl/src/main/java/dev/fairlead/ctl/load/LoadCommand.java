package dev.fairlead.ctl.load;

import dev.fairlead.ctl.output.Printable;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load}: sends requests and shows which backends answered. It does not use the control port. */
@Command(
        name = "load",
        description = {
            "Send requests to a load balancer and show which backend answered, how fast, and what failed.",
            "A quick test, not a benchmark: each connection waits for an answer before it sends the next request."
        },
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_CONNECTIONS = 1_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "The URL to request, as in http://127.0.0.1:8080/")
    private String url;

    @Option(names = "-n", paramLabel = "N", defaultValue = "1000", description = "Number of requests. Default: 1000")
    private int requests;

    @Option(names = "-c", paramLabel = "N", defaultValue = "10", description = "Number of connections. Default: 10")
    private int connections;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    public LoadCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        require(requests >= 1 && requests <= MOST_REQUESTS, "-n", requests, MOST_REQUESTS);
        require(connections >= 1 && connections <= MOST_CONNECTIONS, "-c", connections, MOST_CONNECTIONS);
        LoadResult result = new LoadRun(target(), requests, Math.min(connections, requests), System::nanoTime).run();
        print(spec.commandLine().getOut(), result);
        if (result.answers() == 0) {
            spec.commandLine().getErr().println("lb-ctl: no answer from " + url + ": " + result.firstFailure());
            return 3;
        }
        return result.failures() + result.serverErrors() == 0 ? 0 : 1;
    }

    private void require(boolean valid, String option, int value, int most) {
        if (!valid) {
            throw usage(option + " is " + value + ", expected 1 to " + most);
        }
    }

    private URI target() {
        @Nullable String why = null;
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            why = e.getMessage();
        }
        throw usage("\"" + url + "\" is not a URL, expected one such as http://127.0.0.1:8080/"
                + (why == null ? "" : " (" + why + ")"));
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private static void print(PrintWriter out, LoadResult result) {
        out.printf(
                Locale.ROOT,
                "%d requests in %.2f s, %.0f a second%n",
                result.requests(),
                result.seconds(),
                result.requests() / result.seconds());
        if (!result.byBackend().isEmpty()) {
            out.printf("%n%-28s %9s %7s%n", "BACKEND", "REQUESTS", "SHARE");
            result.byBackend()
                    .forEach((backend, count) -> out.printf(
                            Locale.ROOT,
                            "%-28s %9d %6.1f%%%n",
                            Printable.of(backend),
                            count,
                            100.0 * count / result.answers()));
        }
        if (result.answers() > 0) {
            out.printf("%n%-28s %9s%n", "STATUS", "REQUESTS");
            result.byStatus().forEach((status, count) -> out.printf("%-28s %9d%n", status, count));
            out.printf(
                    Locale.ROOT,
                    "%nlatency: median %.1f ms, 90%% %.1f ms, 99%% %.1f ms, longest %.1f ms%n",
                    result.latencyMillis(0.5),
                    result.latencyMillis(0.9),
                    result.latencyMillis(0.99),
                    result.latencyMillis(1));
        }
        if (result.failures() > 0) {
            out.println("no answer: " + result.failures() + " (" + Printable.of(result.firstFailure()) + ")");
        }
        out.flush();
    }
}
