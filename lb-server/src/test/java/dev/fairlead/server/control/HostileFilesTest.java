package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.control.v1.ConfigProblem;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpstreamTls;
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

    private static final String NOT_OURS =
            "is not set in this document, expected it there: files sent over the control port cannot use variables of"
                    + " the server's machine unless control.variables = on";

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator reader;
    private Operator writer;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                folder.resolve("tokens"),
                "eve read sha256:" + digest("eve") + "\nmal write sha256:" + digest("mal") + "\n");
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
                assertThat(problem.getText()).startsWith("its substitutions expand too far");
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
        assertThat(validate(reader, long1))
                .singleElement()
                .satisfies(problem -> assertThat(problem.getText()).hasSizeLessThan(1100));
        refused(() -> validate(reader, "x".repeat(4 * 1024 * 1024 + 1))).is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aNameOfMegabytesIsNotCompared() {
        String name = "x".repeat(1_000_000);

        refused(() -> reader.pools()
                        .getPool(GetPoolRequest.newBuilder().setPool(name).build()))
                .is(Status.Code.NOT_FOUND);
    }

    @Test
    void theEnvironmentIsNotTold() {
        String name = System.getenv().keySet().stream()
                .filter(variable -> variable.matches("[A-Z_]+"))
                .filter(variable -> System.getenv(variable).length() > 3)
                .findFirst()
                .orElseThrow();
        String asks = "lb {\n listen = ${?%s}\n access-log.to = ${NO_SUCH_VARIABLE}\n own = x, io-threads = ${lb.own} }"
                .formatted(name);

        for (List<ConfigProblem> problems : List.of(validate(reader, asks), diff(reader, asks), apply(writer, asks))) {
            assertThat(problems)
                    .extracting(ConfigProblem::getLine, ConfigProblem::getKey, ConfigProblem::getText)
                    .containsExactly(
                            tuple(2, "lb.listen", "${" + name + "} " + NOT_OURS),
                            tuple(3, "lb.access-log.to", "${NO_SUCH_VARIABLE} " + NOT_OURS));
        }
    }

    @Test
    void aReaderDoesNotLearnWhichFilesThereAre() throws Exception {
        Path there = Files.writeString(folder.resolve("there.pem"), "secret");
        String file = "lb { pools.default.tls.ca = \"%s\", access-log.to = \"%s\", control.tls.client-ca = \"%s\" }";

        String about = told(validate(reader, file.formatted(there, there, there)), there);
        for (String other :
                List.of(folder.resolve("nothing.pem").toString(), "/etc/passwd", "/root/x", "/", "/dev/zero")) {
            assertThat(told(validate(reader, file.formatted(other, other, other)), Path.of(other)))
                    .isEqualTo(about);
            assertThat(told(diff(reader, file.formatted(other, other, other)), Path.of(other)))
                    .isEqualTo(about);
        }
    }

    private static String told(List<ConfigProblem> problems, Path path) {
        return problems.toString().replace(path.toString(), "PATH");
    }

    @Test
    void aWriterNamesFilesBelowTheConfigurationOnly() throws Exception {
        Path outside = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-outside"));
        Files.writeString(outside.resolve("ca.pem"), "x");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.writeString(folder.resolve("ca.pem"), "x");

        for (String path : List.of(
                outside + "/ca.pem",
                outside + "/none.pem",
                folder + "/../" + outside.getFileName() + "/ca.pem",
                folder + "/link/ca.pem",
                folder + "/link/none.pem")) {
            assertThat(apply(writer, "lb { pools.default.tls.ca = \"" + path + "\" }"))
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.getText())
                                    .isEqualTo(
                                            "\"" + path + "\" is not a file that a caller may name, expected one below "
                                                    + folder
                                                    + ", or one that is already in use; control.paths = on lets callers name any file"));
            assertThat(refused(() -> setAuthority(path))
                            .is(Status.Code.INVALID_ARGUMENT)
                            .violations())
                    .singleElement()
                    .satisfies(violation -> assertThat(violation).contains("is not a file that a caller may name"));
        }
        assertThat(apply(writer, "lb { access-log.to = tokens }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.getText()).contains("already exists"));
        assertThat(apply(writer, "lb { access-log.to = \"plugins/x.jar\" }")).hasSize(1);
        assertThat(rig.history().current().number()).isEqualTo(1);
        assertThat(setAuthority(folder + "/ca.pem")).isEqualTo(2);
        assertThat(apply(writer, "lb { access-log.to = new.log }")).isEmpty();
    }

    private int setAuthority(String path) {
        return writer.pools()
                .updatePool(UpdatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder()
                                .setName("default")
                                .setTls(UpstreamTls.newBuilder().setCa(path)))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("tls.ca"))
                        .build())
                .getRevision();
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
