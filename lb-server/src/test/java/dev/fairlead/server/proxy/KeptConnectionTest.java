package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.routing.NoRetryReason;
import dev.fairlead.server.routing.RecentAttempt;
import dev.fairlead.server.routing.RecentRequest;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose connection was kept from the one before, and ends under it. */
final class KeptConnectionTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final TestPort port = bed.port;
    private final RawBackend backend = bed.backend;
    private final Wire client = bed.connect();

    private void retries(RetryPolicy policy) {
        port.pool(port.pool().withRetry(policy));
    }

    /** One request is through, and its connection is kept. */
    private Wire kept() throws IOException {
        client.get("/");
        Wire kept = backend.accept();
        kept.head();
        kept.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        return kept;
    }

    @Test
    void whatWasWrittenIsSentAgainAsARetryOnAConnectionThatIsNew() throws IOException {
        Wire kept = kept();
        client.get("/lost");
        kept.head();
        kept.close();
        try (Wire fresh = backend.accept()) {
            assertThat(fresh.head().line()).isEqualTo("GET /lost HTTP/1.1");
            fresh.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        List<RecentAttempt> attempts = port.finished(2).attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).failure()).isEqualTo(FailureKind.RESET);
        assertThat(attempts.get(0).reused()).isTrue();
        assertThat(attempts.get(1).reused()).isFalse();
        assertThat(port.retriesAfter(FailureKind.RESET)).isEqualTo(1);
    }

    @Test
    void withOneAttemptItIsABadGateway() throws IOException {
        retries(RetryPolicy.DEFAULT.withAttempts(1));
        Wire kept = kept();
        client.get("/lost");
        kept.head();
        kept.close();
        assertThat(client.answer().status()).isEqualTo(502);
        assertThat(port.finished(2).obstacle()).isEqualTo(NoRetryReason.ATTEMPTS_USED_UP);
    }

    @Test
    void withoutBudgetItIsABadGateway() throws IOException {
        retries(RetryPolicy.DEFAULT.withBudget(0, 0));
        Wire kept = kept();
        client.get("/lost");
        kept.head();
        kept.close();
        assertThat(client.answer().status()).isEqualTo(502);
        assertThat(port.finished(2).obstacle()).isEqualTo(NoRetryReason.BUDGET_SPENT);
    }

    /** It is seen before the write, so neither attempts nor budget nor method matter. */
    @Test
    void aPostGoesOutOnAFreshConnectionIfTheKeptOneWasClosedBefore() throws IOException {
        retries(RetryPolicy.DEFAULT.withBudget(0, 0).withAttempts(1));
        for (int i = 0; i < 20; i++) {
            Wire kept = kept();
            port.worker
                    .getIoThread(0)
                    .execute(
                            () -> { // so that it hears of the end and of the request at once
                                try {
                                    kept.close();
                                    client.say("POST /once HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            try (Wire fresh = backend.accept()) {
                assertThat(fresh.head().line()).isEqualTo("POST /once HTTP/1.1");
                assertThat(fresh.bytes(3)).isEqualTo("abc");
                fresh.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aBackendThatResetsEverySecondRequestGetsNoneTwiceThatMayBeTriedOnce() throws Exception {
        retries(RetryPolicy.DEFAULT.withAttempts(1));
        Queue<String> executed = everySecondIsReset();
        for (int i = 0; i < 100; i++) {
            client.say((i % 2 == 0 ? "GET" : "DELETE") + " /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isIn(200, 502);
        }
        assertThat(executed).as("by the backend").doesNotHaveDuplicates().hasSize(100);
    }

    /** At the defaults nobody gets an error, and what was executed twice was counted. */
    @Test
    void aBackendThatResetsEverySecondRequestCostsCountedRetriesAndFewOfThem() throws Exception {
        Queue<String> executed = everySecondIsReset();
        for (int i = 0; i < 100; i++) {
            client.get("/" + i);
            assertThat(client.answer().status()).isEqualTo(200);
        }
        port.finished(100);
        long retries = port.retriesAfter(FailureKind.RESET);
        assertThat(executed).hasSize(100 + (int) retries);
        assertThat(retries).as("most go out on fresh connections").isBetween(1L, 30L);
        int attempts = 0;
        for (RecentRequest request : port.recent.newest(100)) {
            attempts += request.attempts().size();
        }
        assertThat(attempts).isEqualTo(100 + (int) retries);
    }

    /** Each of its connections answers one request, and ends with the second one in hand. */
    private Queue<String> everySecondIsReset() {
        Queue<String> executed = new ConcurrentLinkedQueue<>();
        Thread server = new Thread(
                () -> {
                    try {
                        while (true) {
                            Wire peer = backend.accept();
                            Thread one = new Thread(() -> serveOne(peer, executed), "backend-connection");
                            one.setDaemon(true);
                            one.start();
                        }
                    } catch (IOException e) {
                        return; // the test is over
                    }
                },
                "backend");
        server.setDaemon(true);
        server.start();
        return executed;
    }

    private static void serveOne(Wire peer, Queue<String> executed) {
        try (peer) {
            executed.add(peer.head().line());
            peer.say(OK);
            executed.add(peer.head().line());
            peer.socket.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // nobody came a second time
        }
    }
}
