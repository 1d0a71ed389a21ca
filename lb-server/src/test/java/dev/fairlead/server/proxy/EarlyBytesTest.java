package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients say while they wait for an answer. */
final class EarlyBytesTest {

    private static final int CLIENTS = 100;
    private static final int BUFFER = 16 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<Wire> wires = new ArrayList<>();
    private TestPort port;
    private RawBackend backend;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
    }

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        port.close();
        backend.close();
    }

    /** One in the segment of the head, or in one of its own: Undertow gets the first, we the second. */
    @Test
    void byteOfTheNextRequestIsWorthNoBuffer() throws IOException {
        long before = directBytes();
        for (int i = 0; i < CLIENTS; i++) {
            Wire client = connect();
            client.say("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n" + (i % 2 == 0 ? "G" : ""));
            Wire connection = keep(backend.accept());
            connection.head();
            if (i % 2 != 0) {
                client.say("G");
            }
        }
        Wire last = connect();
        last.get("/last");
        keep(backend.accept()).head();
        assertThat(directBytes() - before).isLessThan(CLIENTS / 4 * BUFFER);
    }

    @Test
    void requestsThatCameEarlyAreAnsweredInTurn() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        int cut = 1000;
        Wire client = connect();
        client.say(requests.substring(0, cut));
        Wire connection = keep(backend.accept());
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

    private Wire connect() throws IOException {
        return keep(port.connect());
    }

    private Wire keep(Wire wire) {
        wires.add(wire);
        return wire;
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
