package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that leave and backends that hang up at random moments: nothing leaks, and no answer goes astray. */
final class AbortStormTest {

    private static final int CLIENTS = 12;
    private static final int ROUNDS = 150;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RawBackend one;
    private RawBackend two;
    private TestPort port;

    @BeforeEach
    void open() throws IOException {
        one = new RawBackend();
        two = new RawBackend();
        port = new TestPort().backends(one.port(), two.port());
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        one.close();
        two.close();
        threads.shutdownNow();
    }

    @Test
    void nothingLeaksAndNoAnswerGoesAstray() throws Exception {
        threads.execute(() -> serve(one, new Random(1)));
        threads.execute(() -> serve(two, new Random(2)));
        List<Future<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "c" + i + "-";
            Random random = new Random(i);
            clients.add(threads.submit(() -> storm(name, random)));
        }
        int answered = 0;
        for (Future<Integer> client : clients) {
            answered += client.get();
        }
        assertThat(answered).isGreaterThan(CLIENTS * ROUNDS / 2);
        TestPort.await(() -> port.listener.connections() == 0);
        for (RawBackend backend : List.of(one, two)) {
            RunningBackend running = port.backend(backend.port());
            TestPort.await(() -> running.inFlight() == 0);
            running.connections().close();
            TestPort.await(() -> running.connections().open() == 0);
        }
    }

    private void serve(RawBackend backend, Random random) {
        try {
            while (true) {
                Wire connection = backend.accept();
                int seed = random.nextInt();
                threads.execute(() -> answerUntilTheMoodChanges(connection, new Random(seed)));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void answerUntilTheMoodChanges(Wire connection, Random random) {
        try (connection) {
            while (true) {
                Wire.Head head = connection.head();
                String length = head.field("Content-Length");
                if (random.nextInt(10) == 0) {
                    connection.socket.setSoLinger(random.nextBoolean(), 0);
                    return;
                }
                String body = length == null ? "" : connection.bytes(Integer.parseInt(length));
                String answer = head.line() + "|" + body;
                if (random.nextInt(20) == 0) {
                    connection.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + answer);
                    return;
                }
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
            }
        } catch (IOException clientSideGone) {
            // cancelled by the load balancer
        }
    }

    private int storm(String name, Random random) throws IOException {
        int answered = 0;
        Wire wire = port.connect();
        for (int i = 0; i < ROUNDS; i++) {
            String token = name + i;
            boolean upload = random.nextInt(3) == 0;
            String body = upload ? token.repeat(1 + random.nextInt(3000)) : "";
            String line = (upload ? "PUT" : "GET") + " /" + token + " HTTP/1.1";
            boolean leaves = random.nextInt(10) == 0;
            try {
                wire.say(line + "\r\nHost: a\r\n" + (upload ? "Content-Length: " + body.length() + "\r\n" : "")
                        + "\r\n");
                wire.say(leaves ? body.substring(0, body.length() / 2) : body);
                if (leaves) {
                    wire.socket.setSoLinger(random.nextBoolean(), 0);
                    throw new IOException("left");
                }
                Wire.Answer answer = wire.answer();
                if (answer.status() == 200) {
                    assertThat(answer.body()).isEqualTo(line + "|" + body);
                } else {
                    assertThat(answer.status()).isEqualTo(502);
                }
                answered++;
                if ("close".equals(answer.head().field("Connection"))) {
                    throw new IOException("told to close");
                }
            } catch (IOException cut) {
                wire.close();
                wire = port.connect();
            }
        }
        wire.close();
        return answered;
    }
}
