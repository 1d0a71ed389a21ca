package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What clients say while they wait for an answer. */
final class EarlyBytesTest {

    private static final int CLIENTS = 100;
    private static final int BUFFER = 16 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    /** One in the segment of the head, or in one of its own: Undertow gets the first, we the second. */
    @Test
    void byteOfTheNextRequestIsWorthNoBuffer() throws IOException {
        long before = directBytes();
        for (int i = 0; i < CLIENTS; i++) {
            Wire client = bed.connect();
            client.say("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n" + (i % 2 == 0 ? "G" : ""));
            Wire connection = bed.accept();
            connection.head();
            if (i % 2 != 0) {
                client.say("G");
            }
        }
        Wire last = bed.connect();
        last.get("/last");
        bed.accept().head();
        assertThat(directBytes() - before).isLessThan(CLIENTS / 4 * BUFFER);
    }

    @Test
    void requestsThatCameEarlyAreAnsweredInTurn() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        int cut = 1000;
        Wire client = bed.connect();
        client.say(requests.substring(0, cut));
        Wire connection = bed.accept();
        assertThat(connection.head().line()).startsWith("GET /0 ");
        client.say(requests.substring(cut));
        connection.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        for (int i = 1; i < 200; i++) {
            assertThat(connection.head().line()).startsWith("GET /" + i + " ");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
