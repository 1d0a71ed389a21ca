package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.observe.MonitoringPages;
import dev.fairlead.server.observe.Readiness;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page whose text is written by a worker is answered like any other. */
final class LongPageTest {
    private static final int BACKENDS = 100;
    private static final String GET = "GET /lb-stats HTTP/1.1\r\nHost: a\r\n\r\n";

    private TestPort port;

    @BeforeEach
    void open() throws IOException {
        AtomicReference<MonitoringPages> pages = new AtomicReference<>();
        port = new TestPort(path -> pages.get().onDataPort(path));
        Readiness readiness = new Readiness();
        readiness.ready();
        pages.set(new MonitoringPages(port.tables(), readiness, InstantSource.system()));
        port.backends(IntStream.rangeClosed(3001, 3000 + BACKENDS).toArray());
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Wire client = port.connect()) {
            client.say(GET + GET.replace("stats", "health") + GET);
            assertThat(page(client)).contains("\"algorithm\"");
            assertThat(page(client)).contains("\"healthy_backends\"");
            assertThat(page(client)).contains("\"algorithm\"");
            client.say(GET);
            assertThat(page(client)).contains("\"algorithm\"");
        }
        TestPort.await(() -> port.logged.size() == 4);
    }

    @Test
    void bodyThatNobodyAskedForEndsTheConnection() throws IOException {
        try (Wire client = port.connect()) {
            client.say(GET.replace("\r\n\r\n", "\r\nContent-Length: 100000\r\n\r\n") + "x");
            assertThat(page(client)).contains("\"algorithm\"");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void clientsThatDoNotWaitLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (Wire client = port.connect()) {
                client.say(GET);
            }
        }
        TestPort.await(() -> port.logged.size() == 100);
        TestPort.await(() -> port.listener.connections() == 0);
    }

    private static String page(Wire client) throws IOException {
        Wire.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().split("\"address\"", -1)).hasSize(BACKENDS + 1);
        return answer.body();
    }
}
