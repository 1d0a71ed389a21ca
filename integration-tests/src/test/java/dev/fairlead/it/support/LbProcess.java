package dev.fairlead.it.support;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A load balancer in a process of its own, with its own runtime folder, on ports that were free. Data listens on every
 * address as by default and is reached by loopback.
 */
public final class LbProcess implements AutoCloseable {

    private final Path directory;
    private final Builder how;
    private final Path portsFile;
    private Child child;

    private LbProcess(Builder how) {
        this.how = how;
        this.directory = how.directory;
        this.portsFile = directory.resolve("ports.json");
        this.child = how.child();
    }

    /** Starts over these backends, at the defaults but for the ports and what the pool's settings say. */
    public static LbProcess over(List<String> backends, String settings, String... flags) {
        return with(flags)
                .file("lb.conf", configuration(backends, settings))
                .start()
                .ready();
    }

    /** The flags of a start; without a file it listens where users expect it. */
    public static Builder with(String... flags) {
        return new Builder().flags(flags);
    }

    /**
     * A file that listens on free ports.
     *
     * @param settings of the default pool, in HOCON
     */
    public static String configuration(List<String> backends, String settings) {
        String list = backends.stream().map(address -> "\"" + address + "\"").collect(Collectors.joining(", "));
        return """
                lb {
                  listen = "127.0.0.1:0"
                  control { listen = "127.0.0.1:0" }
                  admin { listen = "127.0.0.1:0" }
                  pools.default {
                    backends = [ %s ]
                    backend-header-on-response = true
                    %s
                  }
                }
                """.formatted(list, settings);
    }

    /** Writes the file anew; the server sees it when it looks, or when it is told. */
    public void rewrite(String configuration) {
        try {
            Files.writeString(directory.resolve("lb.conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After its end, the same again; {@code flags} are for this time. It does not wait. */
    public LbProcess again(String... flags) {
        child.exit(Duration.ofSeconds(10));
        try {
            Files.deleteIfExists(portsFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        child = how.child(flags);
        return this;
    }

    /** kill -9. */
    public LbProcess kill() {
        child.close();
        return this;
    }

    /** {@code lb-ctl words}, by the user who started it. */
    public LbCtl ctl(String... words) {
        return LbCtl.run(Map.of("FAIRLEAD_RUNTIME_DIR", runtimeFolder().toString()), words);
    }

    /** To its control port, with the token of its runtime file. */
    public ManagedChannel channel() {
        int port = ports().getInt("control");
        Metadata token = new Metadata();
        token.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer "
                        + ConfigFactory.parseFile(
                                        runtimeFolder().resolve(port + ".json").toFile())
                                .getString("token"));
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(token))
                .build();
    }

    public LbProcess ready() {
        Await.until(
                "the ports file is there",
                Duration.ofSeconds(30),
                () -> Files.exists(portsFile) || ended(),
                this::said);
        Await.until("it is ready", Duration.ofSeconds(30), () -> status("/readyz") == 200 || ended(), this::said);
        return this;
    }

    private boolean ended() {
        if (!child.alive()) {
            throw new AssertionError("lb-server has ended with " + child.exit(Duration.ofSeconds(1)) + "\n" + said());
        }
        return false;
    }

    private int status(String adminPath) throws IOException {
        return Http.get(admin(), adminPath).status();
    }

    public InetSocketAddress data() {
        return address("data");
    }

    public InetSocketAddress admin() {
        return address("admin");
    }

    private InetSocketAddress address(String port) {
        return new InetSocketAddress("127.0.0.1", ports().getInt(port));
    }

    public Config ports() {
        return ConfigFactory.parseFile(portsFile.toFile());
    }

    /** GET on the data port. */
    public Http.Response get(String path) throws IOException {
        return Http.get(data(), path);
    }

    /** One of the JSON pages of the data port. */
    public Config page(String path) throws IOException {
        return get(path).json();
    }

    /** The sum of what {@code /metrics} says of a name, over all series that have these labels: {@code code="5xx"}. */
    public double metric(String name, String... labels) throws IOException {
        return Http.get(admin(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public void awaitHealthy(int backends) {
        Await.until(
                backends + " backends are healthy",
                Duration.ofSeconds(30),
                () -> page("/lb-health").getInt("healthy_backends") == backends,
                this::said);
    }

    public Child process() {
        return child;
    }

    /** The folder with its file, its runtime folder and its state. */
    public Path directory() {
        return directory;
    }

    public Path runtimeFolder() {
        return directory.resolve("run");
    }

    /** SIGTERM, and the exit code. */
    public int terminate() {
        child.signal("TERM");
        return child.exit(Duration.ofSeconds(40));
    }

    public String said() {
        return child.said();
    }

    @Override
    public void close() {
        child.close();
        deleteAll(directory);
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst =
                    files.sorted((one, other) -> other.compareTo(one)).collect(Collectors.toList());
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to start with. */
    public static final class Builder {

        private final Path directory;
        private final List<String> flags = new ArrayList<>();
        private final List<String> under = new ArrayList<>();
        private final List<String> jvm = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();

        private Builder() {
            try {
                directory = Files.createTempDirectory("fairlead-it");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Builder flags(String... more) {
            flags.addAll(List.of(more));
            return this;
        }

        public Builder jvm(String... options) {
            jvm.addAll(List.of(options));
            return this;
        }

        /** As {@code ulimit -n} says it, to root too. */
        public Builder descriptors(int most) {
            under.addAll(List.of("/bin/sh", "-c", "ulimit -n " + most + " && exec \"$0\" \"$@\""));
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder file(String name, String text) {
            try {
                Files.writeString(directory.resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return flags("--config", name);
        }

        /** Starts and does not wait. Its folder is its working directory. */
        public LbProcess start() {
            environment.putIfAbsent(
                    "FAIRLEAD_RUNTIME_DIR", directory.resolve("run").toString());
            flags("--ports-file", directory.resolve("ports.json").toString());
            return new LbProcess(this);
        }

        private Child child(String... more) {
            List<String> all = new ArrayList<>(flags);
            all.addAll(List.of(more));
            return Child.start("lb-server", directory, environment, under, jvm, all);
        }
    }
}
