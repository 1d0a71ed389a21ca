package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.ListPluginsRequest;
import dev.fairlead.control.v1.Plugin;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.strategy.jar.TestJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server starts again after a plug-in that the file names was unloaded by force. */
class UnloadedPluginTest {

    @TempDir
    private Path folder;

    private ExampleBackend backend;
    private Path file;

    @BeforeEach
    void unload() throws Exception {
        backend = ExampleBackend.start("a", 0);
        TestJar.strategy("acme")
                .writeTo(Files.createDirectory(folder.resolve("plugins")).resolve("acme.jar"));
        file = Files.writeString(
                folder.resolve("lb.conf"),
                ControlRig.configuration(
                        List.of(backend),
                        "state.dir = data, plugins-dir = plugins, plugins.verify-before-load = false,"
                                + " pools.default.strategy = acme"));
        try (TestServer server = TestServer.start(file);
                Operator operator = Operator.at(server.control(), TestServer.TOKEN)) {
            assertThat(state(operator)).isEqualTo("loaded");
            operator.plugins()
                    .unloadPlugin(UnloadPluginRequest.newBuilder()
                            .setName("acme")
                            .setForce(true)
                            .build());
        }
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void aPoolThatNamesWhatWasUnloadedIsServedByRotationAndTheLogSaysSo() throws Exception {
        try (CapturedLog log = CapturedLog.of("dev.fairlead.server");
                TestServer again = TestServer.start(file);
                Operator operator = Operator.at(again.control(), TestServer.TOKEN)) {
            assertThat(state(operator)).isEqualTo("unloaded");
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("pool=default event=strategy-absent strategy=acme cause=")
                            && line.contains("rotation serves"));
            assertThat(status(again)).isEqualTo(200);
        }
    }

    @Test
    void aFreshStartHasItBack() throws Exception {
        try (TestServer again = TestServer.start(file, "--fresh");
                Operator operator = Operator.at(again.control(), TestServer.TOKEN)) {
            assertThat(state(operator)).isEqualTo("loaded");
            assertThat(status(again)).isEqualTo(200);
        }
        assertThat(folder.resolve("data/plugins-unloaded")).doesNotExist();
        assertThat(folder.resolve("data/set-aside-plugins-unloaded")).content().endsWith(" acme.jar acme\n");
    }

    private static String state(Operator operator) {
        List<Plugin> plugins = operator.plugins()
                .listPlugins(ListPluginsRequest.getDefaultInstance())
                .getPluginsList();
        assertThat(plugins).hasSize(1);
        return plugins.get(0).getState();
    }

    private static int status(TestServer server) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + server.data().getPort() + "/");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
