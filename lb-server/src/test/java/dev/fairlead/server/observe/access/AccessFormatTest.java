package dev.fairlead.server.observe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessFormatTest {
    private static final AccessEntry.Try REFUSED = new AccessEntry.Try(
            "b1", "round_robin", 4, false, -1, -1, 1_500_000, "connect", 0, "127.0.0.1:3001 refused the connection");
    private static final AccessEntry.Try ANSWERED =
            new AccessEntry.Try("b2", "round_robin", 5, true, 20_000, 3_000_000, 4_250_000, "responded", 200, "");

    @Test
    void combinedIsTheFormatThatLogReadersKnow() {
        String line = combined(entry("/a/b", "x=1", "curl/8.0", 512));

        assertThat(line)
                .isEqualTo("192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"GET /a/b?x=1 HTTP/1.1\" 200 512"
                        + " \"-\" \"curl/8.0\"\n");
    }

    @Test
    void combinedWritesADashForNoBytes() {
        assertThat(combined(entry("/", "", "", 0))).contains("\" 200 - \"-\" \"-\"");
    }

    @Test
    void clientCannotWriteALineOfItsOwn() {
        AccessEntry hostile = entry("/", "", "x\" 200 1\n1.2.3.4 - - \\", 1);

        assertThat(combined(hostile))
                .endsWith("\"x\\x22 200 1\\x0A1.2.3.4 - - \\x5C\"\n")
                .containsOnlyOnce("\n");
        assertThat(json(hostile)).containsOnlyOnce("\n");
    }

    @Test
    void jsonTellsEveryAttempt() {
        assertThat(json(entry("/a/b", "x=1", "", 512)))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.678Z\",\"request_id\":\"r-1\",\"client\":\"192.0.2.7\","
                        + "\"method\":\"GET\",\"host\":\"example.org\",\"path\":\"/a/b\",\"query\":\"x=1\","
                        + "\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":512,\"bytes_received\":3,"
                        + "\"duration_ms\":6.001,\"pool\":\"default\",\"strategy\":\"round_robin\",\"generation\":5,"
                        + "\"attempts\":[{\"backend\":\"b1\",\"total_ms\":1.500,\"reused\":false,\"outcome\":\"connect\","
                        + "\"detail\":\"127.0.0.1:3001 refused the connection\"},"
                        + "{\"backend\":\"b2\",\"connect_ms\":0.020,\"first_byte_ms\":3.000,\"total_ms\":4.250,"
                        + "\"reused\":true,\"outcome\":\"responded\",\"status\":200}],\"end\":\"completed\"}\n");
    }

    /** Without what its head did not come to, and with the reason that the metrics count. */
    @Test
    void headThatWasRefusedHasItsLine() {
        AccessEntry refused = refused("POST", "/a", "HTTP/1.1");
        assertThat(combined(refused))
                .isEqualTo("192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"POST /a HTTP/1.1\" 400 52 \"-\" \"-\"\n");
        assertThat(json(refused)).contains("\"attempts\":[],\"end\":\"refused\",\"reason\":\"host_missing\"}\n");
        assertThat(combined(refused("GET", "/", ""))).contains("] \"GET /\" 400 52");
        assertThat(combined(refused("", "", ""))).contains("] \"-\" 400 52");
    }

    private static AccessEntry refused(String method, String path, String protocol) {
        return new AccessEntry(
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "r-1",
                "192.0.2.7",
                method,
                "",
                path,
                "",
                protocol,
                "",
                "",
                400,
                0,
                52,
                0,
                "",
                "",
                List.of(),
                "refused",
                "host_missing");
    }

    private static AccessEntry entry(String path, String query, String userAgent, long bytesOut) {
        return new AccessEntry(
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "r-1",
                "192.0.2.7",
                "GET",
                "example.org",
                path,
                query,
                "HTTP/1.1",
                "",
                userAgent,
                200,
                3,
                bytesOut,
                6_001_999,
                "",
                "default",
                List.of(REFUSED, ANSWERED),
                "completed",
                "");
    }

    private static String combined(AccessEntry entry) {
        return written(new CombinedAccessFormat(ZoneOffset.UTC), entry);
    }

    private static String json(AccessEntry entry) {
        return written(new JsonAccessFormat(), entry);
    }

    private static String written(AccessFormat format, AccessEntry entry) {
        StringBuilder line = new StringBuilder();
        format.write(entry, line);
        return line.toString();
    }
}
