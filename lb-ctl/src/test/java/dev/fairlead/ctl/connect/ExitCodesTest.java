package dev.fairlead.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts branch on. */
class ExitCodesTest {

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 2",
        "OUT_OF_RANGE, 2",
        "UNAVAILABLE, 3",
        "NOT_FOUND, 4",
        "ALREADY_EXISTS, 5",
        "ABORTED, 5",
        "FAILED_PRECONDITION, 6",
        "DEADLINE_EXCEEDED, 7",
        "UNAUTHENTICATED, 8",
        "PERMISSION_DENIED, 8",
        "RESOURCE_EXHAUSTED, 1",
        "INTERNAL, 1",
        "UNIMPLEMENTED, 1",
    })
    void everyStatusHasItsExitCode(Status.Code code, int exit) {
        server.onRequest(BackendServiceGrpc.getGetBackendMethod(), request -> {
            throw code.toStatus().withDescription("so it is").asRuntimeException();
        });

        assertThat(user.types("backends show b2")).isEqualTo(exit);

        assertThat(user.out()).isEmpty();
        assertThat(user.err()).startsWith("lb-ctl: ").hasLineCount(1);
    }

    @Test
    void theServersSentenceIsToldAsItIs() {
        server.onRequest(BackendServiceGrpc.getGetBackendMethod(), request -> {
            throw Status.NOT_FOUND
                    .withDescription("pool default has no backend \"b3\"; did you mean \"b2\"?")
                    .asRuntimeException();
        });

        user.types("backends show b3");

        assertThat(user.err()).isEqualTo("lb-ctl: pool default has no backend \"b3\"; did you mean \"b2\"?\n");
    }

    @Test
    void violationsAreALineEach() {
        server.onRequest(BackendServiceGrpc.getAddBackendMethod(), request -> {
            throw StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.INVALID_ARGUMENT.value())
                    .setMessage("the backend is not valid")
                    .addDetails(Any.pack(BadRequest.newBuilder()
                            .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                    .setField("backend.weight")
                                    .setDescription("is 2000, expected 0 to 1000"))
                            .build()))
                    .addDetails(Any.pack(PreconditionFailure.newBuilder()
                            .addViolations(PreconditionFailure.Violation.newBuilder()
                                    .setSubject("pool default")
                                    .setDescription("nothing would be eligible"))
                            .build()))
                    .build());
        });

        assertThat(user.types("backends add 127.0.0.1:1 --weight 2000")).isEqualTo(2);

        assertThat(user.err()).isEqualTo("""
                lb-ctl: the backend is not valid
                  backend.weight: is 2000, expected 0 to 1000
                  pool default: nothing would be eligible
                """);
    }

    @Test
    void whatTheSentenceSaysIsNotSaidAgain() {
        server.onRequest(BackendServiceGrpc.getAddBackendMethod(), request -> {
            throw StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.INVALID_ARGUMENT.value())
                    .setMessage("backend.weight: 2000 is out of range")
                    .addDetails(Any.pack(BadRequest.newBuilder()
                            .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                    .setField("backend.weight")
                                    .setDescription("2000 is out of range"))
                            .build()))
                    .build());
        });

        assertThat(user.types("backends add 127.0.0.1:1 --weight 2000")).isEqualTo(2);

        assertThat(user.err()).isEqualTo("lb-ctl: backend.weight: 2000 is out of range\n");
    }

    @Test
    void nobodyThereIsOneSentence() {
        String address = server.address();
        server.close();

        assertThat(user.types("backends list")).isEqualTo(3);

        assertThat(user.err())
                .isEqualTo("lb-ctl: no server answers at " + address
                        + " (Connection refused); is lb-server running there?\n");
    }

    @Test
    void whoSpeaksAnotherProtocolIsNoServer() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerAsWebServer(web));
            answering.start();

            assertThat(user.types("backends list --address 127.0.0.1:" + web.getLocalPort()))
                    .isIn(1, 3);

            assertThat(user.err()).startsWith("lb-ctl: ").hasLineCount(1);
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsGivenUp() {
        server.onStream(BackendServiceGrpc.getListBackendsMethod(), (request, reader) -> {});

        assertThat(user.types("backends list --timeout 100ms")).isEqualTo(7);

        assertThat(user.err())
                .isEqualTo("lb-ctl: no answer from " + server.address() + " in 100ms; use --timeout to wait longer\n");
    }

    private static void answerAsWebServer(ServerSocket web) {
        try (Socket caller = web.accept();
                OutputStream out = caller.getOutputStream()) {
            out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            // the caller has hung up, as it should
        }
    }
}
