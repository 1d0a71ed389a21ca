package dev.fairlead.ctl.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.ListPluginsResponse;
import dev.fairlead.control.v1.LoadPluginRequest;
import dev.fairlead.control.v1.LoadPluginResponse;
import dev.fairlead.control.v1.Plugin;
import dev.fairlead.control.v1.PluginCheck;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.ReloadPluginResponse;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.control.v1.UnloadPluginResponse;
import dev.fairlead.control.v1.VerifyPluginRequest;
import dev.fairlead.control.v1.VerifyPluginResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

    private static final Plugin PLUGIN = Plugin.newBuilder()
            .setName("mine")
            .setFile("mine.jar")
            .setState("loaded")
            .addStrategies("fastest")
            .addPools("default")
            .setVersion("1.2")
            .build();

    @TempDir
    private Path folder;

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everythingInTheFolderIsListed() {
        server.on(
                PluginServiceGrpc.getListPluginsMethod(),
                ListPluginsResponse.newBuilder()
                        .addPlugins(PLUGIN)
                        .addPlugins(Plugin.newBuilder()
                                .setName("notes")
                                .setState("refused")
                                .setReason("not a jar"))
                        .build());

        assertThat(user.types("plugin list")).isZero();

        assertThat(user.out()).isEqualTo("""
                NAME   STATE    STRATEGIES  POOLS    ERRORS  VERSION  REASON
                mine   loaded   fastest     default       0  1.2      -
                notes  refused  -           -             0  -        not a jar
                """);
    }

    @Test
    void aJarHereIsSentToBeVerified() throws IOException {
        Path jar = Files.write(folder.resolve("my.jar"), new byte[] {'P', 'K', 0});
        server.on(
                PluginServiceGrpc.getVerifyPluginMethod(),
                VerifyPluginResponse.newBuilder()
                        .addChecks(PluginCheck.newBuilder()
                                .setStrategy("fastest")
                                .setCheck("never throws")
                                .setFinding("threw on an empty header"))
                        .build());

        assertThat(user.types("plugins", "verify", jar.toString())).isEqualTo(1);

        VerifyPluginRequest request = server.askedOnce(VerifyPluginRequest.class);
        assertThat(request.getJar().toByteArray()).containsExactly('P', 'K', 0);
        assertThat(request.getFile()).isEqualTo("my.jar");
        assertThat(request.getName()).isEmpty();
        assertThat(user.out()).contains("fastest   never throws  no      threw on an empty header");
        assertThat(user.err()).isEqualTo(jar + " does not pass\n");

        assertThat(user.types("verify missing.jar")).isEqualTo(1);
        assertThat(user.err()).isEqualTo("lb-ctl: there is no file missing.jar\n");
    }

    @Test
    void oneInTheFolderIsVerifiedByName() {
        server.on(
                PluginServiceGrpc.getVerifyPluginMethod(),
                VerifyPluginResponse.newBuilder().setPassed(true).build());

        assertThat(user.types("plugins verify mine")).isZero();

        assertThat(server.askedOnce(VerifyPluginRequest.class).getName()).isEqualTo("mine");
        assertThat(user.err()).isEqualTo("mine passes\n");
    }

    @Test
    void pluginsComeAndGo() {
        server.on(
                PluginServiceGrpc.getLoadPluginMethod(),
                LoadPluginResponse.newBuilder().setPlugin(PLUGIN).build());
        server.on(
                PluginServiceGrpc.getUnloadPluginMethod(),
                UnloadPluginResponse.newBuilder().setPlugin(PLUGIN).build());
        server.on(
                PluginServiceGrpc.getReloadPluginMethod(),
                ReloadPluginResponse.newBuilder().setPlugin(PLUGIN).build());

        assertThat(user.types("load plugin mine")).isZero();
        assertThat(user.err()).isEqualTo("plug-in mine loaded\n");
        assertThat(user.types("unload mine --force")).isZero();
        assertThat(user.err()).isEqualTo("plug-in mine unloaded\n");
        assertThat(user.types("reload plugins mine -o name")).isZero();
        assertThat(user.out()).isEqualTo("mine\n");

        assertThat(server.askedOnce(LoadPluginRequest.class).getName()).isEqualTo("mine");
        assertThat(server.askedOnce(UnloadPluginRequest.class).getForce()).isTrue();
    }
}
