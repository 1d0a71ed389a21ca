package dev.fairlead.ctl.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ApplyFileResponse;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.ConfigProblem;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.DiffConfigResponse;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.control.v1.ListRevisionsRequest;
import dev.fairlead.control.v1.ListRevisionsResponse;
import dev.fairlead.control.v1.ReloadResponse;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.RollbackRequest;
import dev.fairlead.control.v1.RollbackResponse;
import dev.fairlead.control.v1.ValidateConfigRequest;
import dev.fairlead.control.v1.ValidateConfigResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

    private static final ConfigProblem PROBLEM = ConfigProblem.newBuilder()
            .setFile("lb.conf")
            .setLine(3)
            .setKey("lb.lisen")
            .setText("unknown key, did you mean \"listen\"?")
            .build();
    private static final ChangeOutcome CHANGED = ChangeOutcome.newBuilder()
            .setChanged(true)
            .addDifferences("pool default backend b2 added")
            .build();

    @TempDir
    private Path folder;

    private Path file;
    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("lb.conf"), "lb { }\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsWantedIsShownAsAFile() {
        serveConfig();

        assertThat(user.types("config show --revision 3")).isZero();
        assertThat(user.out()).isEqualTo("lb {\n}\n");
        assertThat(server.askedOnce(GetConfigRequest.class).getRevision()).isEqualTo(3);

        assertThat(user.types("config show -o json")).isZero();
        assertThat(user.out()).contains("\"hocon\"");
    }

    @Test
    void itIsExportedToStdoutOrAFile() throws IOException {
        serveConfig();

        assertThat(user.types("export")).isZero();
        assertThat(user.out()).isEqualTo("lb {\n}\n");
        assertThat(user.err()).isEmpty();

        Path to = folder.resolve("out.conf");
        assertThat(user.types("config", "export", to.toString())).isZero();
        assertThat(to).hasContent("lb {\n}\n");
        assertThat(user.out()).isEmpty();
        assertThat(user.err()).isEqualTo("revision 7 written to " + to + "\n");

        assertThat(user.types(
                        "config", "export", folder.resolve("no/such/folder").toString()))
                .isEqualTo(1);
    }

    @Test
    void aFileIsCheckedByTheServer() {
        server.on(ConfigServiceGrpc.getValidateConfigMethod(), ValidateConfigResponse.getDefaultInstance());
        assertThat(user.types("config", "validate", file.toString())).isZero();
        ValidateConfigRequest request = server.askedOnce(ValidateConfigRequest.class);
        assertThat(request.getFile().getName()).isEqualTo(file.toString());
        assertThat(request.getFile().getContent().toStringUtf8()).isEqualTo("lb { }\n");
        assertThat(user.err()).isEqualTo(file + ": ok\n");

        server.on(
                ConfigServiceGrpc.getValidateConfigMethod(),
                ValidateConfigResponse.newBuilder().addProblems(PROBLEM).build());
        assertThat(user.types("config", "validate", file.toString())).isEqualTo(1);
        assertThat(user.err()).isEqualTo("lb.conf:3: lb.lisen: unknown key, did you mean \"listen\"?\n");
        assertThat(user.out()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereFails() {
        assertThat(user.types("config validate missing.conf")).isEqualTo(1);
        assertThat(user.err()).isEqualTo("lb-ctl: there is no file missing.conf\n");
        assertThat(user.types("config apply missing.conf")).isEqualTo(1);
        assertThat(user.types("config diff missing.conf"))
                .as("1 says that they differ")
                .isEqualTo(2);
    }

    @Test
    void diffSaysByItsExitCodeWhetherTheyDiffer() {
        server.on(
                ConfigServiceGrpc.getDiffConfigMethod(),
                DiffConfigResponse.newBuilder()
                        .setSame(true)
                        .setTitle("running state against lb.conf")
                        .build());
        assertThat(user.types("diff")).isZero();
        assertThat(user.out()).isEmpty();
        assertThat(user.err()).isEqualTo("running state against lb.conf: the same\n");

        server.on(
                ConfigServiceGrpc.getDiffConfigMethod(),
                DiffConfigResponse.newBuilder()
                        .addDifferences("pool default backend b2 added")
                        .build());
        assertThat(user.types("config diff --revision 3")).isEqualTo(1);
        assertThat(user.out()).isEqualTo("pool default backend b2 added\n");

        server.on(
                ConfigServiceGrpc.getDiffConfigMethod(),
                DiffConfigResponse.newBuilder().addProblems(PROBLEM).build());
        assertThat(user.types("config", "diff", file.toString())).isEqualTo(2);

        assertThat(server.asked(DiffConfigRequest.class))
                .extracting(DiffConfigRequest::getAgainstCase)
                .containsExactly(
                        DiffConfigRequest.AgainstCase.AGAINST_NOT_SET,
                        DiffConfigRequest.AgainstCase.AGAINST_REVISION,
                        DiffConfigRequest.AgainstCase.AGAINST_FILE);
        assertThat(user.types("config", "diff", file.toString(), "--revision", "3"))
                .isEqualTo(2);
    }

    @Test
    void aServerWithoutAFileOfItsOwnCannotBeComparedWithIt() {
        server.onRequest(ConfigServiceGrpc.getDiffConfigMethod(), request -> {
            throw Status.FAILED_PRECONDITION.withDescription("there is no file").asRuntimeException();
        });

        assertThat(user.types("config diff")).isEqualTo(2);
        assertThat(user.err()).isEqualTo("lb-ctl: there is no file; give a FILE or --revision\n");
    }

    @Test
    void aFileIsApplied() {
        server.on(
                ConfigServiceGrpc.getApplyFileMethod(),
                ApplyFileResponse.newBuilder()
                        .setRevision(8)
                        .setOutcome(CHANGED)
                        .build());

        assertThat(user.types("config", "apply", file.toString(), "--replace", "-m", "why"))
                .isZero();

        assertThat(server.askedOnce(ApplyFileRequest.class).getMessage()).isEqualTo("why");
        assertThat(server.askedOnce(ApplyFileRequest.class).getReplace()).isTrue();
        assertThat(user.out()).isEqualTo("pool default backend b2 added\n");
        assertThat(user.err()).isEqualTo(file + " applied (revision 8)\n");
    }

    @Test
    void aFileWithMistakesChangesNothing() {
        server.on(
                ConfigServiceGrpc.getApplyFileMethod(),
                ApplyFileResponse.newBuilder().addProblems(PROBLEM).build());
        server.on(
                ConfigServiceGrpc.getReloadMethod(),
                ReloadResponse.newBuilder().addProblems(PROBLEM).build());

        assertThat(user.types("config", "apply", file.toString())).isEqualTo(1);
        assertThat(user.err()).startsWith("lb.conf:3: ");
        assertThat(user.types("config reload")).isEqualTo(1);
        assertThat(user.err()).startsWith("lb.conf:3: ");
    }

    @Test
    void aFileWithMistakesIsNothingToAskAbout() {
        server.on(
                ConfigServiceGrpc.getApplyFileMethod(),
                ApplyFileResponse.newBuilder().addProblems(PROBLEM).build());

        user.atTerminal("y\n");
        assertThat(user.types("config", "apply", file.toString())).isEqualTo(1);

        assertThat(user.err()).doesNotContain("[y/N]").startsWith("lb.conf:3: ");
    }

    @Test
    void oneGoesBackToARevision() {
        server.on(
                ConfigServiceGrpc.getRollbackMethod(),
                RollbackResponse.newBuilder().setRevision(9).setOutcome(CHANGED).build());

        assertThat(user.types("rollback 5 -o name")).isZero();

        assertThat(server.askedOnce(RollbackRequest.class).getToRevision()).isEqualTo(5);
        assertThat(user.out()).isEqualTo("9\n");
        assertThat(user.err()).isEqualTo("rolled back to revision 5 (revision 9)\n");
    }

    @Test
    void theHistoryIsListed() {
        server.on(
                ConfigServiceGrpc.getListRevisionsMethod(),
                ListRevisionsResponse.newBuilder()
                        .addRevisions(Revision.newBuilder()
                                .setRevision(8)
                                .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
                                .setAuthor("alice")
                                .setMessage("more")
                                .addDifferences("pool default backend b2 added")
                                .addDifferences("pool default strategy p2c"))
                        .addRevisions(Revision.newBuilder().setRevision(7))
                        .build());

        assertThat(user.types("config history -n 2")).isZero();

        assertThat(server.askedOnce(ListRevisionsRequest.class).getLimit()).isEqualTo(2);
        assertThat(user.out()).isEqualTo("""
                REVISION  TIME                 AUTHOR  MESSAGE  CHANGES
                       8  2026-01-02 03:04:05  alice   more     pool default backend b2 added and 1 more
                       7  1970-01-01 00:00:00  -       -        -
                """);
    }

    private void serveConfig() {
        server.on(
                ConfigServiceGrpc.getGetConfigMethod(),
                GetConfigResponse.newBuilder()
                        .setRevision(7)
                        .setHocon("lb {\n}\n")
                        .build());
    }
}
