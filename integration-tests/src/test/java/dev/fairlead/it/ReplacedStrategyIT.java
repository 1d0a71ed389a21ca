package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.ExampleBackends;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example strategy comes, is replaced, loses its file and goes, while traffic flows. */
class ReplacedStrategyIT {

    private static final int RATE = 200;

    @TempDir
    private Path temp;

    private List<ExampleBackend> home;
    private List<ExampleBackend> abroad;
    private LbProcess lb;

    @BeforeEach
    void start() throws IOException {
        home = ExampleBackends.start("a1", "a2");
        abroad = ExampleBackends.start("b1", "b2");
        Files.createDirectory(temp.resolve("plugins"));
        String backends = Stream.concat(
                        home.stream().map(backend -> tagged(backend, "a")),
                        abroad.stream().map(backend -> tagged(backend, "b")))
                .collect(Collectors.joining(", ", "backends = [ ", " ]"));
        String configuration = LbProcess.configuration(List.of(), backends);
        lb = LbProcess.with()
                .file("lb.conf", configuration + "lb.plugins-dir = \"" + temp.resolve("plugins") + "\"\n")
                .start()
                .ready();
        lb.awaitHealthy(4);
    }

    @AfterEach
    void stop() {
        lb.close();
        home.forEach(ExampleBackend::close);
        abroad.forEach(ExampleBackend::close);
    }

    @Test
    void noRequestFailsFromTheFirstJarToTheForcedUnload() throws IOException, InterruptedException {
        Path example = Distribution.unpackInto(Files.createDirectory(temp.resolve("unpacked")))
                .resolve("spi/example-strategy");
        Path first = built(example);
        Path second = asVersion("2", first);
        Path jar = temp.resolve("plugins/zone-aware.jar");

        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, RATE)) {
            load.awaitMore(200, RATE);
            copy(first, jar);
            awaitPlugin("loaded", "1", List.of());
            lb.ctl("strategy", "set", "zone_aware", "--option", "zone=a").ok();
            awaitPlugin("loaded", "1", List.of("default"));
            everythingStaysAtHome(load);

            copy(second, jar);
            awaitPlugin("loaded", "2", List.of("default"));
            everythingStaysAtHome(load);

            Files.delete(jar);
            awaitPlugin("orphaned", "2", List.of("default"));
            everythingStaysAtHome(load);

            long before = fromAbroad(load);
            lb.ctl("plugins", "unload", "zone-aware", "--force").ok();
            Await.until("rotation serves", () -> fromAbroad(load) > before + RATE / 10);
            assertThat(plugins()).noneMatch(plugin -> plugin.getString("state").equals("orphaned"));
            load.awaitMore(200, RATE);
            load.stop();

            assertThat(load.failures()).as(load + "\n" + lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
    }

    /** Four in flight for each backend at home are half of what makes it busy, so none has to leave. */
    private void everythingStaysAtHome(LoadLoop load) {
        load.awaitMore(200, 50); // those that were under way before
        long before = fromAbroad(load);
        load.awaitMore(200, RATE);
        assertThat(fromAbroad(load)).as(load + "\n" + lb.said()).isEqualTo(before);
    }

    private long fromAbroad(LoadLoop load) {
        return abroad.stream()
                .mapToLong(backend -> load.from(backend.address()))
                .sum();
    }

    private void awaitPlugin(String state, String version, List<String> pools) {
        Await.until(
                "version " + version + " is " + state + " and used by " + pools,
                () -> plugins().size() == 1
                        && plugins().get(0).getString("state").equals(state)
                        && plugins().get(0).getString("version").equals(version)
                        && (pools.isEmpty()
                                || plugins().get(0).getStringList("pools").equals(pools)));
    }

    private List<? extends Config> plugins() {
        Config answer = lb.ctl("plugins", "list", "-o", "json").ok().json();
        return answer.hasPath("plugins") ? answer.getConfigList("plugins") : List.of();
    }

    private Path built(Path example) throws IOException {
        Map<String, String> environment =
                Map.of("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        try (ShellSession session = new ShellSession(example, environment)) {
            ShellSession.Answer answer = session.type("./build .. 1");
            assertThat(answer.exit()).as(answer.said()).isZero();
            assertThat(answer.said()).contains("all tests passed", "zone_aware");
        }
        return example.resolve("target/zone-aware.jar");
    }

    private Path asVersion(String version, Path built) throws IOException {
        Path copy = temp.resolve("zone-aware-" + version + ".jar");
        try (JarFile from = new JarFile(built.toFile())) {
            Manifest manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (JarEntry entry : Collections.list(from.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                    }
                }
            }
        }
        return copy;
    }

    /** As cp does: into the file that is there. */
    private static void copy(Path from, Path to) throws IOException {
        Files.write(to, Files.readAllBytes(from));
    }

    private static String tagged(ExampleBackend backend, String zone) {
        return "{ id = " + backend.name() + ", url = \"http://" + backend.address() + "\", tags { zone = " + zone
                + " } }";
    }
}
