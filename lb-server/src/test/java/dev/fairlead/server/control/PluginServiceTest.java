package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ListPluginsRequest;
import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.LoadPluginRequest;
import dev.fairlead.control.v1.Plugin;
import dev.fairlead.control.v1.ReloadPluginRequest;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.control.v1.ValidateConfigRequest;
import dev.fairlead.control.v1.VerifyPluginRequest;
import dev.fairlead.control.v1.VerifyPluginResponse;
import dev.fairlead.server.strategy.jar.TestJar;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginServiceTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        TestJar.strategy("acme").writeTo(plugins.resolve("acme.jar"));
        Files.writeString(plugins.resolve("broken.jar"), "no jar at all");
        Files.writeString(
                folder.resolve("tokens"), "ann write " + digest("ann") + "\neve read " + digest("eve") + "\n");
        rig = ControlRig.start(folder, 1, "control.auth.tokens-file = tokens");
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void listsWhatIsLoadedAndWhatCannotBe() {
        var answer = operator.plugins().listPlugins(ListPluginsRequest.getDefaultInstance());

        assertThat(answer.getRevision()).isEqualTo(1);
        assertThat(answer.getPluginsList())
                .satisfiesExactlyInAnyOrder(
                        acme -> {
                            assertThat(acme.getName()).isEqualTo("acme");
                            assertThat(acme.getFile()).isEqualTo("acme.jar");
                            assertThat(acme.getState()).isEqualTo("loaded");
                            assertThat(acme.getStrategiesList()).containsExactly("acme");
                            assertThat(acme.getPoolsList()).isEmpty();
                            assertThat(acme.getSha256()).hasSize(64);
                        },
                        broken -> {
                            assertThat(broken.getFile()).isEqualTo("broken.jar");
                            assertThat(broken.getState()).isEqualTo("refused");
                            assertThat(broken.getReason()).isNotEmpty();
                        });
        assertThat(operator.strategies()
                        .listStrategies(ListStrategiesRequest.getDefaultInstance())
                        .getStrategiesList())
                .anySatisfy(strategy -> {
                    assertThat(strategy.getName()).isEqualTo("acme");
                    assertThat(strategy.getPlugin()).isEqualTo("acme");
                });
    }

    @Test
    void oneThatAPoolUsesIsUnloadedByForceOnly() {
        operator.strategies()
                .setStrategy(SetStrategyRequest.newBuilder()
                        .setStrategy(StrategyChoice.newBuilder().setName("acme"))
                        .build());

        refused(() -> unload("acme", false)).is(Status.Code.FAILED_PRECONDITION);
        assertThat(operator.plugins()
                        .listPlugins(ListPluginsRequest.getDefaultInstance())
                        .getPluginsList())
                .anySatisfy(plugin -> assertThat(plugin.getPoolsList()).containsExactly("default"));
        assertThat(unload("acme", true).getState()).isEqualTo("unloaded");
    }

    @Test
    void oneThatNobodyUsesComesAndGoes() {
        assertThat(unload("acme.jar", false).getState()).isEqualTo("unloaded");
        assertThat(load("acme").getState()).isEqualTo("loaded");
        assertThat(operator.plugins()
                        .reloadPlugin(
                                ReloadPluginRequest.newBuilder().setName("acme").build())
                        .getPlugin()
                        .getState())
                .isEqualTo("loaded");
        refused(() -> load("broken")).is(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void anUnknownOneIsNotFoundWithTheNearest() {
        for (var refused : new Operator.Refused[] {
            refused(() -> load("acne")),
            refused(() -> unload("acne", true)),
            refused(() -> operator.plugins()
                    .verifyPlugin(
                            VerifyPluginRequest.newBuilder().setName("acne").build()))
        }) {
            refused.is(Status.Code.NOT_FOUND);
            assertThat(refused.sentence()).contains("there is no plug-in \"acne\"", "did you mean \"acme\"?");
            assertThat(refused.detail(ErrorInfo.class).getMetadataMap()).containsEntry("nearest", "acme");
        }
    }

    /** The kit itself lies in the distribution, so here it is missing, which is a finding like any other. */
    @Test
    void aVerdictTellsEachCheckAndWhatWasFound() throws Exception {
        ByteString jar = ByteString.copyFrom(TestJar.strategy("sent").bytes());

        VerifyPluginResponse verdict = operator.plugins()
                .verifyPlugin(VerifyPluginRequest.newBuilder()
                        .setJar(jar)
                        .setFile("sent.jar")
                        .build());

        assertThat(verdict.getPassed()).isFalse();
        assertThat(verdict.getChecksList())
                .satisfiesExactly(
                        read -> {
                            assertThat(read.getPassed()).isTrue();
                            assertThat(read.getFinding()).startsWith("of SHA-256 ");
                        },
                        tried -> {
                            assertThat(tried.getPassed()).isFalse();
                            assertThat(tried.getCheck()).isEqualTo("it can be loaded");
                            assertThat(tried.getFinding()).startsWith("the test kit is missing");
                        });
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        ByteString jar = ByteString.copyFromUtf8("a jar");

        assertThat(refused(() -> load("")).is(Status.Code.INVALID_ARGUMENT).violations())
                .containsExactly("name: is missing, expected a plug-in in the folder, as ListPlugins names it");
        assertThat(refused(() -> operator.plugins()
                                .verifyPlugin(VerifyPluginRequest.newBuilder()
                                        .setJar(jar)
                                        .build()))
                        .violations())
                .containsExactly("file: is missing, expected the file name of the jar");
        refused(() -> operator.plugins()
                        .verifyPlugin(VerifyPluginRequest.newBuilder()
                                .setJar(jar)
                                .setName("acme")
                                .build()))
                .is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void whatIsSentHasAPlainNameAndWritesNowhere() throws Exception {
        ByteString jar = ByteString.copyFrom(TestJar.strategy("evil").bytes());
        Path elsewhere = folder.resolve("authorized_keys.jar");

        for (String file : List.of(
                elsewhere.toString(),
                "plugins/evil.jar",
                "../evil.jar",
                "..",
                "evil",
                ".evil.jar",
                "a\nb.jar",
                "x:y.jar",
                "x".repeat(200) + ".jar")) {
            assertThat(refused(() -> verify(operator, file, jar))
                            .is(Status.Code.INVALID_ARGUMENT)
                            .violations())
                    .singleElement()
                    .satisfies(violation ->
                            assertThat(violation).startsWith("file: is not a file name for a jar, expected"));
        }
        assertThat(elsewhere).doesNotExist();
        assertThat(folder.resolve("plugins")).isDirectoryNotContaining("glob:**evil*");
    }

    @Test
    void codeIsTakenFromLocalCallersOnlyUnlessTheSettingsSayMore() throws Exception {
        ByteString jar = ByteString.copyFrom(TestJar.strategy("sent").bytes());
        try (CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            assertThat(refused(() -> verify(rig.operator("ann"), "sent.jar", jar))
                            .is(Status.Code.PERMISSION_DENIED)
                            .sentence())
                    .startsWith("uploaded code is accepted from callers who can read the runtime file");
            Await.until("it is audited", () -> audit.has("by=ann role=write") && audit.has("permission_denied"));
        }
        verify(operator, "sent.jar", jar);

        restart("plugins.upload = off");
        refused(() -> verify(operator, "sent.jar", jar)).is(Status.Code.PERMISSION_DENIED);
        restart("plugins.upload = on");
        verify(rig.operator("ann"), "sent.jar", jar);
    }

    @Test
    void noCodeOfAPlugInRunsForWhoMayOnlyLook() throws Exception {
        String mark = "fairlead.test.loud";
        TestJar.strategy("loud", "", "System.setProperty(\"" + mark + "\", \"ran\");", "")
                .writeTo(folder.resolve("plugins/loud.jar"));
        restart("pools.default.strategy = loud");
        System.clearProperty(mark);
        Operator eve = rig.operator("eve");

        var answer = ExplainServiceGrpc.newBlockingStub(eve.channel())
                .explainChoice(ExplainChoiceRequest.newBuilder().setPath("/").build());
        assertThat(answer.getReason())
                .isEqualTo("loud comes from a plug-in, whose code runs for callers with the role write only");
        assertThat(eve.config()
                        .validateConfig(ValidateConfigRequest.newBuilder()
                                .setFile(ConfigFile.newBuilder()
                                        .setName("x.conf")
                                        .setContent(ByteString.copyFromUtf8("lb.pools.default.strategy = loud")))
                                .build())
                        .getProblemsList())
                .isEmpty();
        assertThat(System.getProperty(mark)).isNull();

        ExplainServiceGrpc.newBlockingStub(operator.channel())
                .explainChoice(ExplainChoiceRequest.newBuilder().setPath("/").build());
        assertThat(System.getProperty(mark)).isEqualTo("ran");
    }

    private void restart(String settings) throws Exception {
        rig.close();
        rig = ControlRig.start(folder, 1, "control.auth.tokens-file = tokens, " + settings);
        operator = rig.operator();
    }

    private static VerifyPluginResponse verify(Operator by, String file, ByteString jar) {
        return by.plugins()
                .verifyPlugin(VerifyPluginRequest.newBuilder()
                        .setJar(jar)
                        .setFile(file)
                        .build());
    }

    private static String digest(String token) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    }

    private Plugin load(String name) {
        return operator.plugins()
                .loadPlugin(LoadPluginRequest.newBuilder().setName(name).build())
                .getPlugin();
    }

    private Plugin unload(String name, boolean force) {
        return operator.plugins()
                .unloadPlugin(UnloadPluginRequest.newBuilder()
                        .setName(name)
                        .setForce(force)
                        .build())
                .getPlugin();
    }
}
