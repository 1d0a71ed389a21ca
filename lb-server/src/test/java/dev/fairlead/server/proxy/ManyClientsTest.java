package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything at once, and bodies larger than all buffers. */
final class ManyClientsTest {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 60;
    private static final int MANY_BYTES = 40_000_000;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private ExampleBackend one;
    private ExampleBackend two;
    private TestPort port;

    @BeforeEach
    void open() throws IOException {
        one = ExampleBackend.start("one", 0);
        two = ExampleBackend.start("two", 0);
        port = new TestPort().backends(one.port(), two.port());
    }

    @AfterEach
    void close() {
        clients.shutdownNow();
        port.close();
        one.close();
        two.close();
    }

    @Test
    void everyClientGetsItsOwnAnswers() throws Exception {
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(clients.submit(talk("client" + i)));
        }
        for (Future<Integer> client : all) {
            assertThat(client.get()).isEqualTo(ROUNDS);
        }
        TestPort.await(() -> port.listener.connections() == 0);
        assertThat(port.backend(one.port()).inFlight()).isZero();
        assertThat(port.backend(two.port()).inFlight()).isZero();
    }

    private Callable<Integer> talk(String name) {
        return () -> {
            int answered = 0;
            try (Wire wire = port.connect()) {
                for (int i = 0; i < ROUNDS; i++) {
                    String token = name + "-" + i;
                    String body = token.repeat(1 + i * 50);
                    switch (i % 4) {
                        case 0 -> wire.get("/" + token);
                        case 1 ->
                            wire.say("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body);
                        case 2 ->
                            wire.say("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
                        default -> wire.get("/status?code=404&" + token).get("/" + token);
                    }
                    if (i % 4 == 3) {
                        assertThat(wire.answer().status()).isEqualTo(404);
                    }
                    Wire.Answer answer = wire.answer();
                    assertThat(answer.status()).isEqualTo(200);
                    if (i % 4 == 1 || i % 4 == 2) {
                        assertThat(answer.body()).isEqualTo(body);
                    } else {
                        assertThat(answer.body()).contains("\"path\":\"/" + token + "\"");
                    }
                    answered++;
                }
            }
            return answered;
        };
    }

    @Test
    void largeUploadIsStreamed() throws Exception {
        for (boolean chunked : new boolean[] {false, true}) {
            try (Wire wire = port.connect()) {
                String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + MANY_BYTES;
                wire.say("POST /up HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n");
                upload(wire.socket.getOutputStream(), chunked);
                assertThat(wire.answer().body()).contains("\"body_bytes\":" + MANY_BYTES);
            }
        }
        assertThat(port.finished(2).status()).isEqualTo(200);
    }

    private static void upload(OutputStream out, boolean chunked) throws IOException {
        byte[] part = new byte[100_000];
        for (int i = 0; i < MANY_BYTES / part.length; i++) {
            if (chunked) {
                out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(part);
            if (chunked) {
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void largeDownloadIsStreamedToASlowReader() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port.port()));
            socket.getOutputStream()
                    .write(("GET /bytes?n=" + MANY_BYTES + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            long bytes = 0;
            byte[] part = new byte[4096];
            for (int count = in.read(part); count > 0; count = in.read(part)) {
                bytes += count;
            }
            assertThat(bytes).isBetween((long) MANY_BYTES, MANY_BYTES + 1000L);
        }
    }
}
