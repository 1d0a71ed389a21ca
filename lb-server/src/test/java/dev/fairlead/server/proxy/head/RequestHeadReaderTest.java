package dev.fairlead.server.proxy.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadReaderTest {

    private final RequestHeadReader reader = new RequestHeadReader();

    /** What is left for whoever reads next. */
    private String read(String head, int step, Limits limits) {
        reader.reset();
        Frontend frontend = Frontend.DEFAULT.withLimits(limits);
        byte[] bytes = head.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int skipped = 0;
        for (int at = 0; at < bytes.length; at += step) {
            skipped += reader.read(buffer, at, Math.min(bytes.length, at + step), frontend);
        }
        return new String(bytes, skipped, bytes.length - skipped, StandardCharsets.ISO_8859_1);
    }

    private void assertRefused(String head, Rejection why) {
        for (int step : new int[] {1, 2, 7, 1000}) {
            read(head, step, Limits.DEFAULT);
            assertThat(reader.rejection()).as("%s in steps of %s", head, step).isEqualTo(why);
        }
    }

    @Test
    void headIsReadHoweverItArrives() {
        String head = "GET /a|b?c={%}&d HTTP/1.1~host:\t example.org:80 ~X:~Y: \u00e9 z~~GET /next";
        for (int step : new int[] {1, 2, 3, 16, 1000}) {
            assertThat(read(head, step, Limits.DEFAULT))
                    .isEqualTo("GET /xxxxxxxxxxx HTTP/1.1~host:\t example.org:80 ~X:~Y: \u00e9 z~~GET /next"
                            .replace("~", "\r\n"));
            assertThat(reader.complete()).isTrue();
            assertThat(reader.rejection()).isNull();
            assertThat(reader.method()).isEqualTo("GET");
            assertThat(reader.path()).isEqualTo("/a|b");
            assertThat(reader.query()).isEqualTo("c={%}&d");
            assertThat(reader.host()).isEqualTo("example.org:80");
            assertThat(reader.version()).isEqualTo("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "/ / -",
                "/? / ''",
                "/a??b /a ?b",
                "//a/../b;c=d?e;f //a/../b;c=d e;f",
                "/%2f%zz% /%2f%zz% -",
                "http://h /  -",
                "HTTPS://h?q / q",
                "http://h/a?b?c /a b?c",
            })
    void targetIsSplitAndNothingElse(String target, String path, String query) {
        read("GET " + target + " HTTP/1.1~Host: h~~", 1000, Limits.DEFAULT);
        assertThat(reader.complete()).isTrue();
        assertThat(reader.path()).isEqualTo(path.strip());
        assertThat(reader.query()).isEqualTo(query);
    }

    @Test
    void oneEmptyLineInFrontIsSkipped() {
        for (int step : new int[] {1, 2, 3, 1000}) {
            assertThat(read("~GET / HTTP/1.0~~", step, Limits.DEFAULT)).isEqualTo("GET / HTTP/1.0\r\n\r\n");
            assertThat(reader.complete()).isTrue();
        }
        assertRefused("~~GET / HTTP/1.0~~", Rejection.LINE_INVALID);
        assertRefused("\nGET / HTTP/1.0~~", Rejection.LINE_INVALID);
        assertRefused("\r\rGET / HTTP/1.0~~", Rejection.LINE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1 ",
                "GET /  HTTP/1.1",
                "GET  / HTTP/1.1",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET",
                "G@T / HTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/1.10",
                "GET / HTTP/1,1",
                "GET / HTCPCP/1",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.\u00b2",
                "\u0016\u0003\u0001",
                "GETGETGETGETGETGETGETGETGETGETGETGET / HTTP/1.1",
                "GET /a b HTTP/1.1",
            })
    void lineIsReadByTheLetter(String line) {
        assertRefused(line + "~Host: a~~", Rejection.LINE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a#b",
                "a",
                "*",
                "ftp://a/",
                "http:///",
                "http://a b/",
                "http://u@a/",
                "/\u00e9",
                "/a\u007f",
                "/a\tb",
                "/\u0000",
                "?a",
                "http:/a"
            })
    void targetIsRefused(String target) {
        read("GET " + target + " HTTP/1.1~Host: a~~", 1000, Limits.DEFAULT);
        assertThat(reader.rejection()).isIn(Rejection.TARGET_INVALID, Rejection.LINE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X~",
                "X : y~",
                "X(: y~",
                ": y~",
                "X: y~ folded: z~",
                "X: y~\tz~",
                " X: y~",
                "X: y\rz~",
                "X: y\nZ: z~",
                "X: \u0000~",
                "X: \u007f~",
                "Transfer-Encoding: \u000bchunked~",
                "\u00e9: y~",
                "X: y~\n"
            })
    void fieldIsReadByTheLetter(String fields) {
        assertRefused("POST / HTTP/1.1~Host: a~" + fields + "~", Rejection.HEADER_INVALID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host: b~                            | HOST_REPEATED
            Content-Length: 5~content-length: 5~| CONTENT_LENGTH
            Content-Length: 5, 5~               | CONTENT_LENGTH
            Content-Length: +5~                 | CONTENT_LENGTH
            Content-Length:~                    | CONTENT_LENGTH
            Content-Length: 1234567890123456789~| CONTENT_LENGTH
            Content-Length: 5~Transfer-Encoding: chunked~ | TRANSFER_ENCODING
            Transfer-Encoding: chunked~Content-Length: 5~ | TRANSFER_ENCODING
            Transfer-Encoding: chunked~transfer-encoding: chunked~ | TRANSFER_ENCODING
            Transfer-Encoding: gzip, chunked~   | TRANSFER_ENCODING
            Transfer-Encoding: chunked\u00a0~   | TRANSFER_ENCODING
            """)
    void fieldIsRefused(String fields, Rejection why) {
        assertRefused("POST / HTTP/1.1~Host: a~" + fields + "~", why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a:1",
                "a.b-c_d:65535",
                "1.2.3.4:80",
                "[::1]",
                "[2001:db8::2]:8080",
                "[1:2:3:4:5:6:7:8]",
                "[::]",
                "[1::]",
                "[1::1.2.3.4]",
                "a%20b",
                "''"
            })
    void hostIsTaken(String host) {
        read("GET / HTTP/1.1~Host: " + host.replace("''", "") + "~~", 1000, Limits.DEFAULT);
        assertThat(reader.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "a@b",
                "a:",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a:+1",
                "a:b:1",
                "[::1",
                "::1",
                "[::g]",
                "[::1]x",
                "[::1]:x",
                "x[::1]",
                "[]",
                "a%2",
                "a%zz",
                "a,b:c",
                "\u00e9",
                "a\"",
                "[1:2:3:4:5:6:7:8:9]"
            })
    void hostIsRefused(String host) {
        assertRefused("GET / HTTP/1.1~Host: " + host + "~~", Rejection.HOST_INVALID);
    }

    @Test
    void hostHasToBeThereOnceAndAgree() {
        assertRefused("GET / HTTP/1.1~~", Rejection.HOST_MISSING);
        assertRefused("GET http://a/ HTTP/1.1~Host: b~~", Rejection.HOST_DISAGREES);
        assertRefused("GET http://a:80/ HTTP/1.1~Host: a~~", Rejection.HOST_DISAGREES);
        read("GET http://A/ HTTP/1.1~Host: a~~", 1000, Limits.DEFAULT);
        assertThat(reader.complete()).isTrue();
        read("GET / HTTP/1.0~~", 1000, Limits.DEFAULT);
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void versionsAndMethodsThatAreNotOursAreRefused() {
        assertRefused("GET /~", Rejection.VERSION);
        assertRefused("GET / HTTP/0.9~~", Rejection.VERSION);
        assertRefused("GET / HTTP/1.2~~", Rejection.VERSION);
        assertRefused("PRI * HTTP/2.0~~SM~~", Rejection.VERSION);
        assertRefused("CONNECT a:80 HTTP/1.1~~", Rejection.METHOD);
        assertRefused("TRACE / HTTP/1.1~~", Rejection.METHOD);
        read("OPTIONS * HTTP/1.1~Host: a~~", 1000, Limits.DEFAULT);
        assertThat(reader.path()).isEqualTo("*");
    }

    @Test
    void limitsAreKept() {
        Limits limits = Limits.DEFAULT.withHeader(100).withHeaders(3);
        String usual = "GET / HTTP/1.1~Host: a~";
        for (int step : new int[] {1, 1000}) {
            read("GET /" + "a".repeat(100), step, limits);
            assertThat(reader.rejection()).isEqualTo(Rejection.TARGET_TOO_LONG);
            read(usual + "X: " + "y".repeat(100) + "~~", step, limits);
            assertThat(reader.rejection()).isEqualTo(Rejection.HEADERS_TOO_LARGE);
            read(usual + "X: y~X: y~X: y~~", step, limits);
            assertThat(reader.rejection()).isEqualTo(Rejection.TOO_MANY_HEADERS);
            read(usual + "X: y~X: y~~" + "z".repeat(200), step, limits);
            assertThat(reader.complete()).isTrue();
        }
        read("GET /" + "a".repeat(2_000_000), 1000, Limits.DEFAULT.withHeader(0).withHeaders(0));
        assertThat(reader.rejection()).isEqualTo(Rejection.TARGET_TOO_LONG);
    }
}
