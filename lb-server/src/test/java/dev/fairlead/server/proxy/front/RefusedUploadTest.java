package dev.fairlead.server.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.routing.RoutingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upload costs that nobody wants: the reads and bytes of the socket are counted. */
final class RefusedUploadTest {

    private static final int UPLOAD = 4 * 1024 * 1024;

    private CountedPort port;

    @BeforeEach
    void open() throws IOException {
        port = new CountedPort(
                path -> path.equals("/page")
                        ? exchange -> exchange.getResponseSender().send("fine")
                        : null,
                (exchange, front, head) -> ErrorAnswer.send(exchange, front, 503, 0, ""));
    }

    @AfterEach
    void close() throws IOException {
        port.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACE / HTTP/1.1~Host: a~Content-Length: 4194304             | 405
            POST /page HTTP/1.1~Host: a~Content-Length: 4194304          | 200
            POST /page HTTP/1.1~Host: a~Transfer-Encoding: chunked       | 200
            POST / HTTP/1.1~Host: a~Content-Length: 4194304              | 503
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked           | 503
            PUT / HTTP/1.1~Host: a~Content-Length: 4194304~Expect: magic | 417
            PUT / HTTP/8.1~Host: a~Content-Length: 4194304               | 505
            """)
    void isThrownAwayInLargePieces(String head, int status) throws Exception {
        try (Socket client = port.connect()) {
            OutputStream out = client.getOutputStream();
            out.write(ascii(head.strip().replace("~", "\r\n") + "\r\n\r\n"));
            if (head.contains("chunked")) {
                out.write(ascii(Integer.toHexString(UPLOAD) + "\r\n"));
            }
            out.write(new byte[UPLOAD]);
            client.shutdownOutput();
            assertThat(statusOf(client.getInputStream())).isEqualTo(status);
            assertThat(client.getInputStream().readAllBytes()).isNotNull();
        }
        assertThat(port.hasClosed()).isTrue();
        assertThat(port.bytes.get()).isGreaterThanOrEqualTo(UPLOAD);
        // Small reads are the kernel's when it has no more, which is now and then and not for every byte.
        assertThat(port.reads.get()).as("reads").isLessThan(UPLOAD / 1024);
        assertThat(port.mostInOneTurn.get())
                .as("bytes before others have their turn")
                .isLessThanOrEqualTo(256 * 1024);
    }

    @Test
    void tooLargeOneIsThrownAwayInLargePieces() throws Exception {
        Frontend limited = Frontend.DEFAULT.withLimits(Limits.DEFAULT.withBody(1000));
        port.tables.publish(new RoutingTable(1, 1, limited, Map.of()));
        isThrownAwayInLargePieces("POST / HTTP/1.1~Host: a~Content-Length: 4194304", 413);
    }

    @ParameterizedTest
    @CsvSource({"POST /page", "TRACE /"})
    void endsAtABoundHoweverMuchComes(String line) throws Exception {
        try (Socket client = port.connect()) {
            OutputStream out = client.getOutputStream();
            out.write(ascii(line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n"));
            byte[] piece = new byte[64 * 1024];
            long sent = 0;
            try {
                while (sent < 20 * Discard.BYTES) {
                    out.write(piece);
                    sent += piece.length;
                }
            } catch (IOException e) {
                assertThat(port.hasClosed()).isTrue(); // reset, as it should be
            }
        }
        assertThat(port.hasClosed()).isTrue();
        assertThat(port.bytes.get()).as("bytes taken").isLessThan(2 * Discard.BYTES);
    }

    private static int statusOf(InputStream in) throws IOException {
        return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.ISO_8859_1).substring(9));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
