package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Heads with a byte or two changed. What is let pass has to be one request by a second, wholly different reading, however
 * the bytes were cut; and a backend gets that reading and no other, once.
 */
final class HeadMutantsTest {

    private static final int READ = 150_000;
    private static final int SENT = 3_000;
    private static final String LAST = "X-Id: ";

    private static final String[] HEADS = {
        "GET /a/b?c=d HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n",
        "POST /a HTTP/1.1\r\nHost: a:80\r\nContent-Length: 0\r\nX-A: b\r\n",
        "GET http://a/b HTTP/1.1\r\nHost: a\r\nX_Y: z\r\n",
        "PUT /%41;x=y HTTP/1.1\r\nhost: [::1]\r\nTransfer-Encoding: chunked\r\n",
        "\r\nOPTIONS * HTTP/1.0\r\nConnection: close\r\nCookie: a=b\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\n",
    };

    /** What mutants are made of: whatever means something in a head, or to somebody. */
    private static final String[] PIECES = {
        "\r",
        "\n",
        "\r\n",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        "\u0000",
        "\u007f",
        "\u0080",
        "\u00ff",
        "#",
        "?",
        "%",
        "|",
        "\\",
        "\"",
        ",",
        ";",
        "/",
        "//",
        "*",
        "@",
        "_",
        "-",
        "0",
        "1",
        "9",
        "chunked",
        "Host: b\r\n",
        "Content-Length: 3\r\n",
        "\r\n folded",
        "\u000b",
        "Transfer-Encoding: chunked\r\n",
        "HTTP/1.1",
        "HTTP/1.0",
        "GET ",
        "http://",
        "X",
    };

    private static final Pattern HEAD = Pattern.compile(
            "(?:\r\n)?([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([!-\"$-~]+) HTTP/1\\.([01])\r\n"
                    + "((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\u0080-\u00ff]*\r\n)*)\r\n",
            Pattern.DOTALL);

    private final Random random = new Random(10);
    private final RequestHeadReader reader = new RequestHeadReader();

    private String mutant() {
        StringBuilder head = new StringBuilder(HEADS[random.nextInt(HEADS.length)]);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(head.length() + 1);
            String piece = random.nextInt(4) == 0
                    ? String.valueOf((char) random.nextInt(256))
                    : PIECES[random.nextInt(PIECES.length)];
            int removed = Math.min(head.length() - at, random.nextInt(3) == 0 ? random.nextInt(12) : 0);
            head.replace(at, at + removed, piece);
        }
        return head.toString();
    }

    /** Reads it in pieces; returns whether it is a whole head that may pass. */
    private boolean passes(byte[] bytes, int step) {
        reader.reset();
        ByteBuffer buffer = ByteBuffer.wrap(bytes.clone());
        for (int at = 0; at < bytes.length && reader.rejection() == null && !reader.complete(); at += step) {
            reader.read(buffer, at, Math.min(bytes.length, at + step), Frontend.DEFAULT);
        }
        return reader.complete();
    }

    @Test
    void whatPassesHasOneReading() {
        int passed = 0;
        for (int i = 0; i < READ; i++) {
            String head = mutant() + "\r\n";
            byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
            boolean passes = passes(bytes, 1 + random.nextInt(40));
            String reading = reader.method() + " " + reader.path() + "?" + reader.query() + " " + reader.host();
            assertThat(passes(bytes, bytes.length)).as(head).isEqualTo(passes);
            assertThat(reader.method() + " " + reader.path() + "?" + reader.query() + " " + reader.host())
                    .isEqualTo(reading);
            Matcher other = HEAD.matcher(head);
            boolean wellFormed = other.lookingAt();
            if (passes) {
                passed++;
                assertThat(wellFormed).as(head).isTrue();
                assertSame(other);
            } else if (wellFormed) {
                assertThat(reader.rejection()).as(head).isNotNull();
            }
        }
        assertThat(passed).as("mutants that pass").isBetween(READ / 20, READ / 2);
    }

    private void assertSame(Matcher other) {
        String target = other.group(2);
        String query = reader.query();
        assertThat(reader.method()).isEqualTo(other.group(1));
        assertThat(target)
                .endsWith(
                        query == null
                                ? reader.path().substring(1)
                                : reader.path().substring(1) + "?" + query);
        String fields = "\r\n" + other.group(4);
        assertThat(values(fields, "host")).hasSizeLessThanOrEqualTo(1);
        int lengths = values(fields, "content-length").length;
        int codings = values(fields, "transfer-encoding").length;
        assertThat(lengths + codings).isLessThanOrEqualTo(1);
        if (codings == 1) {
            assertThat(values(fields, "transfer-encoding")[0]).isEqualToIgnoringCase("chunked");
            assertThat(other.group(3)).isEqualTo("1");
        }
        if (lengths == 1) {
            assertThat(values(fields, "content-length")[0]).matches("[0-9]{1,18}");
        }
    }

    private static String[] values(String fields, String name) {
        return Pattern.compile("\r\n" + name + ":[ \t]*([^\r]*?)[ \t]*(?=\r\n)", Pattern.CASE_INSENSITIVE)
                .matcher(fields)
                .results()
                .map(found -> found.group(1))
                .toArray(String[]::new);
    }

    /** By its id: what came, and how often. */
    private final Map<String, Wire.Head> recorded = new ConcurrentHashMap<>();

    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    private void record(Wire connection) throws IOException {
        try {
            while (true) {
                Wire.Head head = connection.head();
                String id = String.valueOf(head.field("X-Id"));
                times.merge(id, 1, Integer::sum); // before it can be found, for nobody may wait for the answer
                recorded.put(id, head);
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                connection.close();
            }
        } catch (IOException closed) {
            connection.close();
        }
    }

    @Test
    void backendGetsThatReadingAndNoOther() throws Exception {
        try (RawBackend backend = new RawBackend();
                TestPort port = new TestPort().backends(backend.port())) {
            Thread recorder = new Thread(() -> {
                try {
                    while (true) {
                        record(backend.accept());
                    }
                } catch (IOException closed) {
                    return;
                }
            });
            recorder.setDaemon(true);
            recorder.start();
            int crossed = 0;
            for (int i = 0; i < SENT; i++) {
                String mutant = mutant();
                if (mutant.contains("\r\n\r\n")) {
                    continue; // two requests, as they may be sent
                }
                String head = mutant + LAST + i + "\r\n\r\n";
                boolean passes = passes(head.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE / 2);
                String answer = sent(port, head);
                Wire.Head arrived = recorded.get(Integer.toString(i));
                if (passes && arrived != null) {
                    crossed++;
                    String query = reader.query() == null ? "" : "?" + reader.query();
                    assertThat(arrived.line()).isEqualTo(reader.method() + " " + reader.path() + query + " HTTP/1.1");
                    assertThat(times).containsEntry(Integer.toString(i), 1);
                    assertThat(arrived.all("Host")).hasSize(1);
                    assertThat(arrived.all("X-Forwarded-For")).containsExactly("127.0.0.1");
                } else if (!passes) {
                    assertThat(arrived).as(head).isNull();
                    assertThat(answer).as(head).matches("(?s)HTTP/1\\.1 [45]\\d\\d .*request [0-9a-f]{28}\n");
                } else {
                    assertThat(answer)
                            .as(head)
                            .matches("(?s)|HTTP/1\\.[01] 200 .*|HTTP/1\\.1 4.*request [0-9a-f]{28}\n");
                }
            }
            assertThat(crossed).as("mutants that cross").isGreaterThan(SENT / 100);
        }
    }

    /** And nothing more: whoever still waits for a body learns that none comes. */
    private static String sent(TestPort port, String head) throws IOException {
        try (Wire client = port.connect()) {
            client.say(head);
            client.socket.shutdownOutput();
            return client.rest();
        } catch (SocketException reset) {
            return "";
        }
    }
}
