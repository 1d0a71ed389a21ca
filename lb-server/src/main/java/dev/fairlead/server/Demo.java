package dev.fairlead.server;

import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteMatch;
import dev.fairlead.server.process.ListenAddresses;
import java.io.File;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Example backends in this process, and a configuration that balances over three of them and routes to the fourth. */
final class Demo implements AutoCloseable {

    private static final int BACKENDS = 3;
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    private final List<ExampleBackend> backends;
    private final ExampleBackend api;

    private Demo(List<ExampleBackend> backends, ExampleBackend api) {
        this.backends = backends;
        this.api = api;
    }

    static Demo start() throws BindException {
        List<ExampleBackend> started = new ArrayList<>();
        for (int i = 0; i < BACKENDS; i++) {
            started.add(ExampleBackend.start("backend-" + (char) ('a' + i), 0));
        }
        return new Demo(started, ExampleBackend.start("backend-api", 0));
    }

    /** Port and algorithm come from the command line; everything else is set for the demonstration. */
    ServerConfig over(ServerConfig config) {
        DesiredState desired = config.desired();
        Frontend frontend = desired.frontend();
        Frontend local = frontend.withListen(
                new SocketAddressSpec("127.0.0.1", frontend.listen().port()));
        Pool pool = desired.pools().get(DesiredState.DEFAULT_POOL);
        if (pool == null) {
            throw new IllegalStateException("every reading has a default pool");
        }
        return new ServerConfig(
                config.boot(),
                desired.withFrontend(local.withRoutes(List.of(route("/api", "api"), route("/", pool.name()))))
                        .withPool(over(pool, backends))
                        .withPool(over(Pool.named("api"), List.of(api))));
    }

    private static Pool over(Pool pool, List<ExampleBackend> backends) {
        return pool.withBackends(backends.stream()
                        .map(backend -> Backend.at(backend.address()))
                        .toList())
                .withHealthCheck(pool.healthCheck().withIntervals(PROBE_INTERVAL, PROBE_INTERVAL))
                .withBackendHeaderOnResponse(true);
    }

    private static Route route(String path, String pool) {
        return Route.named(pool, Map.of("match", Schema.with(RouteMatch.ANY, "path", path), "pool", pool));
    }

    /** Prints the URLs, and three commands to try. */
    void explain(PrintWriter out, ListenAddresses addresses) {
        String data = "http://" + ListenAddresses.text(addresses.data());
        out.println();
        out.println("Fairlead is running, for this machine only. Nothing is stored; press Ctrl-C to stop.");
        out.println();
        out.println("  traffic     " + data + "/");
        for (ExampleBackend backend : backends) {
            out.println("    backend   http://" + backend.address() + "/   " + backend.name());
        }
        out.println("  routed      " + data + "/api");
        out.println("    backend   http://" + api.address() + "/   " + api.name());
        out.println("  health      " + data + "/lb-health");
        out.println("  statistics  " + data + "/lb-stats");
        out.println("  metrics     http://" + ListenAddresses.text(addresses.admin()) + "/metrics");
        out.println();
        out.println("Try, in another terminal:");
        out.println();
        out.println("  bin/lb-ctl load " + data + "/ -n 300");
        out.println("      sends 300 requests and shows how many each backend answered");
        out.println("  " + ask("GET", ListenAddresses.text(addresses.data()), "/hello"));
        out.println("      shows what a backend receives; X-Backend-Server changes from call to call");
        out.println("  " + ask("POST", backends.get(0).address(), "/health?set=503"));
        out.println("      " + backends.get(0).name()
                + " becomes unhealthy: watch it leave on the health page; set=200 brings it back");
        out.println();
        out.flush();
    }

    /** A command that works on this machine: it may have no curl, but a shell that can open a socket. */
    private static String ask(String method, String address, String path) {
        if (isOnPath("curl")) {
            return "curl -i " + ("GET".equals(method) ? "" : "-X " + method + " ") + "'http://" + address + path + "'";
        }
        String socket = address.replace(':', '/');
        return "bash -c 'exec 3<>/dev/tcp/" + socket + "; printf \"" + method + " " + path
                + " HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3'";
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Override
    public void close() {
        backends.forEach(ExampleBackend::close);
        api.close();
    }
}
