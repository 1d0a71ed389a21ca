package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RecentRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code timeouts.request}: from the request's head to the answer's, whatever the time goes by with. */
final class RequestTimeoutTest {

    private static final Duration BOUND = Duration.ofMillis(300);

    private TestPort port;
    private RawBackend first;
    private RawBackend second;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        first = new RawBackend();
        second = new RawBackend();
        port = new TestPort().backends(first.port(), second.port());
        timeouts(Timeouts.DEFAULT.withRequest(BOUND));
        client = port.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        port.close();
        first.close();
        second.close();
    }

    private void timeouts(Timeouts timeouts) {
        port.pool(port.pool().withTimeouts(timeouts));
    }

    private RecentRequest timedOut(int count) {
        RecentRequest request = port.finished(count);
        assertThat(request.status()).isEqualTo(504);
        assertThat(request.reason()).isEqualTo(EndReason.REFUSED);
        assertThat(last(request)).isEqualTo(FailureKind.REQUEST_TIMEOUT);
        assertThat(request.durationNanos()).isGreaterThanOrEqualTo(BOUND.toNanos());
        return request;
    }

    private static FailureKind last(RecentRequest request) {
        return request.attempts().get(request.attempts().size() - 1).failure();
    }

    @Test
    void anAnswerThatDoesNotComeIsATimeoutAndNotTriedElsewhere() throws IOException {
        client.get("/");
        try (Wire silent = first.accept()) {
            silent.head();
            assertThat(client.answer().status()).isEqualTo(504);
            assertThat(silent.ends()).as("cancelled").isTrue();
        }
        assertThat(timedOut(1).attempts()).hasSize(1);
        assertThat(port.backend(first.port()).inFlight()).isZero();
    }

    @Test
    void itHoldsOverAllTries() throws IOException {
        timeouts(Timeouts.DEFAULT
                .withRequest(BOUND)
                .withPerTry(BOUND.multipliedBy(2).dividedBy(3)));
        client.get("/");
        try (Wire one = first.accept();
                Wire two = second.accept()) {
            one.head();
            two.head();
            assertThat(client.answer().status()).isEqualTo(504);
        }
        assertThat(timedOut(1).attempts()).hasSize(2);
    }

    @Test
    void itHoldsWhileAConnectionIsWaitedFor() throws IOException {
        timeouts(Timeouts.DEFAULT.withRequest(BOUND).withConnect(Duration.ZERO));
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                queue.add(new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort()));
            }
            port.backends(full.getLocalPort());
            client.get("/");
            assertThat(client.answer().status()).isEqualTo(504);
            timedOut(1);
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    /** Whoever wants a bound over all wants one; how slow a body may be is another setting's matter. */
    @Test
    void itHoldsOverAnUploadAndNobodyIsBlamed() throws IOException {
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        try (Wire waiting = first.accept()) {
            waiting.head();
            assertThat(client.answer().status()).isEqualTo(504);
        }
        timedOut(1);
        assertThat(port.witnessed).isEmpty();
    }

    @Test
    void anAnswerThatHasBegunMayTakeItsTime() throws IOException {
        client.get("/");
        try (Wire slow = first.accept()) {
            slow.head();
            slow.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.bytes(2)).isEqualTo("sl");
            try (Wire other = port.connect()) { // a later one has run into its bound
                other.get("/other");
                try (Wire silent = second.accept()) {
                    silent.head();
                    assertThat(other.answer().status()).isEqualTo(504);
                }
            }
            slow.say("ow");
            assertThat(client.bytes(2)).isEqualTo("ow");
        }
    }

    @Test
    void zeroIsNoBound() throws IOException {
        port.backends(first.port());
        timeouts(Timeouts.DEFAULT);
        client.get("/");
        try (Wire slow = first.accept()) {
            slow.head();
            timeouts(Timeouts.DEFAULT.withRequest(BOUND));
            try (Wire other = port.connect()) {
                other.get("/other");
                try (Wire silent = first.accept()) {
                    silent.head();
                    assertThat(other.answer().status()).isEqualTo(504);
                }
            }
            slow.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }
}
