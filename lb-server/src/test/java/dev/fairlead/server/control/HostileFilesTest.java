package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.control.v1.ConfigProblem;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.ValidateConfigRequest;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that callers send to find out what they may not know, or to end the process. */
class HostileFilesTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator reader;
    private Operator writer;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                folder.resolve("tokens"), "eve read sha256:" + digest("eve") + "\nmal write sha256:" + digest("mal") + "\n");
        rig = ControlRig.start(folder, 1, "control.auth.tokens-file = tokens");
        reader = rig.operator("eve");
        writer = rig.operator("mal");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aFewLinesThatAskForAGigabyteAreAProblem() {
        String bomb = "a0 = xxxxxxxxxx\n"
                + IntStream.range(0, 26)
                        .mapToObj(i -> "a%d = ${a%d}${a%d}".formatted(i + 1, i, i))
                        .collect(Collectors.joining("\n"));

        for (List<ConfigProblem> problems : List.of(validate(reader, bomb), diff(reader, bomb), apply(writer, bomb))) {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.getLine()).isEqualTo(2);
                assertThat(problem.getText()).startsWith("its substitutions grow without end");
            });
        }
        assertThat(rig.history().current().number()).isEqualTo(1);
    }

    @Test
    void whatIsWrongFitsAnAnswerHoweverMuchItIs() {
        String many = IntStream.range(0, 20_000).mapToObj(i -> "k" + i + " = 1").collect(Collectors.joining("\n"));
        String long1 = "lb.listen = \"" + "x".repeat(3_000_000) + "\"";

        assertThat(validate(reader, "lb {\n" + many + "\n}"))
                .hasSize(501)
                .last()
                .satisfies(rest -> assertThat(rest.getText()).isEqualTo("and 19500 more problems"));
        assertThat(validate(reader, long1)).singleElement().satisfies(problem -> assertThat(problem.getText())
                .hasSizeLessThan(1100));
        refused(() -> validate(reader, "x".repeat(4 * 1024 * 1024 + 1))).is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aNameOfMegabytesIsNotCompared() {
        String name = "x".repeat(3_000_000);

        refused(() -> reader.pools()
                        .getPool(GetPoolRequest.newBuilder().setPool(name).build()))
                .is(Status.Code.NOT_FOUND);
    }

    private static List<ConfigProblem> validate(Operator by, String text) {
        return by.config()
                .validateConfig(
                        ValidateConfigRequest.newBuilder().setFile(file(text)).build())
                .getProblemsList();
    }

    private static List<ConfigProblem> diff(Operator by, String text) {
        return by.config()
                .diffConfig(DiffConfigRequest.newBuilder()
                        .setAgainstFile(file(text))
                        .build())
                .getProblemsList();
    }

    private static List<ConfigProblem> apply(Operator by, String text) {
        return by.config()
                .applyFile(ApplyFileRequest.newBuilder().setFile(file(text)).build())
                .getProblemsList();
    }

    private static ConfigFile file(String text) {
        return ConfigFile.newBuilder()
                .setName("sent.conf")
                .setContent(ByteString.copyFromUtf8(text))
                .build();
    }

    private static String digest(String token) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    }
}
