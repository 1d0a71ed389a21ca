package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend that has made up its mind before a large upload is in: what it said reaches the client, each time. */
final class EarlyAnswerTest {

    private static final int ROUNDS = 30;
    private static final int UPLOAD = 8 * 1024 * 1024;
    private static final int READ_FIRST = 100_000;
    private static final String TOO_LARGE =
            "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig";
    private static final String TO_THE_END = "HTTP/1.1 501 Not Here\r\n\r\nbig";

    private TestPort port;
    private RawBackend backend;

    /** How the client sends its body. */
    enum Upload {
        LENGTH("Content-Length: " + UPLOAD + "\r\n\r\n", ""),
        CHUNKED("Transfer-Encoding: chunked\r\n\r\n", "10000\r\n"),
        CONTINUED("Expect: 100-continue\r\nContent-Length: " + UPLOAD + "\r\n\r\n", "");

        private final String fields;
        private final String chunk;

        Upload(String fields, String chunk) {
            this.fields = fields;
            this.chunk = chunk;
        }

        /** All of it, or as much as is taken. */
        void send(Wire client) throws IOException {
            client.say("POST /upload HTTP/1.1\r\nHost: a\r\n" + fields);
            if (this == CONTINUED) {
                assertThat(client.head().status()).isEqualTo(100);
            }
            Thread writer = new Thread(() -> stream(client), "upload");
            writer.setDaemon(true);
            writer.start();
        }

        private void stream(Wire client) {
            byte[] part = new byte[0x10000];
            byte[] before = chunk.getBytes(StandardCharsets.US_ASCII);
            byte[] after = (chunk.isEmpty() ? "" : "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                OutputStream out = client.socket.getOutputStream();
                for (int sent = 0; sent < UPLOAD; sent += part.length) {
                    out.write(before);
                    out.write(part);
                    out.write(after);
                }
            } catch (IOException e) {
                return; // the answer is what counts
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
        port.pool(port.pool().withRetry(RetryPolicy.DEFAULT.withAttempts(1)));
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        backend.close();
    }

    /** With our bytes unread its kernel resets the connection, right behind the answer. */
    @ParameterizedTest
    @EnumSource
    void anAnswerBeforeAResetIsRelayed(Upload upload) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            try (Wire client = port.connect()) {
                upload.send(client);
                try (Wire hasty = backend.accept()) {
                    hasty.head();
                    hasty.bytes(READ_FIRST);
                    hasty.say(TOO_LARGE);
                }
                assertAnswer(client, 413, i);
            }
        }
    }

    /** Its end comes in order, and the reset when we write on. */
    @ParameterizedTest
    @EnumSource
    void anAnswerBeforeAnOrderlyEndIsRelayed(Upload upload) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            try (Wire client = port.connect()) {
                upload.send(client);
                try (Wire hasty = backend.accept()) {
                    hasty.head();
                    hasty.say(TOO_LARGE);
                    hasty.socket.shutdownOutput();
                    assertAnswer(client, 413, i);
                }
            }
        }
    }

    @Test
    void anAnswerThatEndsWithAResetConnectionIsRelayed() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            try (Wire client = port.connect()) {
                Upload.LENGTH.send(client);
                try (Wire hasty = backend.accept()) {
                    hasty.head();
                    hasty.bytes(READ_FIRST);
                    hasty.say(TO_THE_END);
                }
                assertAnswer(client, 501, i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatSaidNothingIsABadGateway(Upload upload) throws IOException {
        for (int i = 1; i <= ROUNDS; i++) {
            try (Wire client = port.connect()) {
                upload.send(client);
                try (Wire mute = backend.accept()) {
                    mute.head();
                    mute.bytes(READ_FIRST);
                }
                assertThat(client.answer().status()).as("round " + i).isEqualTo(502);
            }
            assertThat(port.finished(i).attempts().get(0).failure()).isEqualTo(FailureKind.RESET);
        }
        assertThat(port.witnessed).as("who has not got the request").isEmpty();
    }

    private static void assertAnswer(Wire client, int status, int round) {
        try {
            Wire.Answer answer = client.answer();
            assertThat(answer.status()).as("round " + round).isEqualTo(status);
            assertThat(answer.body()).as("round " + round).isEqualTo("big");
        } catch (IOException e) {
            throw new UncheckedIOException("round " + round, e);
        }
    }
}
