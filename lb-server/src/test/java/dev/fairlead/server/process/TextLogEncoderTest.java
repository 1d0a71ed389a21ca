package dev.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextLogEncoderTest {

    private static final String FORGED = "a\n2026-01-02T03:04:05.006Z INFO  audit by=root\r\u001b[2K\u2028\u202e\u009b";

    private final TextLogEncoder encoder = new TextLogEncoder();

    @Test
    void anEventIsTimeLevelLoggerAndMessage() {
        assertThat(encode("pool={} said \"ü\"", null, "default"))
                .isEqualTo("2026-01-02T03:04:05.006Z WARN  Some pool=default said \"ü\"\n");
    }

    @Test
    void whatSomebodyElseWroteBeginsNoLine() {
        assertThat(encode("id={}", null, FORGED))
                .isEqualTo("2026-01-02T03:04:05.006Z WARN  Some id=a\\n2026-01-02T03:04:05.006Z INFO  audit by=root"
                        + "\\r\\u001b[2K\\u2028\\u202e\\u009b\n");
    }

    /** Whoever chose the value cannot close its quotes and go on with keys of their own. */
    @Test
    void whatStandsBetweenQuotesEndsWhereTheyEnd() {
        assertThat(encode("event={} cause=\"{}\" others={}", null, "up", "x\" others=0 by=\"root\\", 7))
                .isEqualTo(
                        "2026-01-02T03:04:05.006Z WARN  Some event=up cause=\"x\\\" others=0 by=\\\"root\\\\\" others=7\n");
        assertThat(encode("file={} cause=\"{}\"", null, "a", "no \"b\"\\n\n"))
                .endsWith(" file=a cause=\"no \\\"b\\\"\\\\n\\n\"\n");
        assertThat(encode("a=\"{}\" cause=\"{}; rotation serves\" b={}", null, 1, "\"x\" is none", "\"y\""))
                .endsWith(" a=\"1\" cause=\"\\\"x\\\" is none; rotation serves\" b=\"y\"\n");
        assertThat(encode("said \"{}\"", null, new Object[] {null})).endsWith(" said \"null\"\n");
        assertThat(encode("said \"{}\" and {}", null, "one")).endsWith(" said \"one\" and {}\n");
    }

    @Test
    void aStackHasItsLinesAndItsMessagesAddNone() {
        Exception failure = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
        failure.addSuppressed(new IllegalArgumentException(FORGED));
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("plugin.Odd", "a\nb", "Odd.java", 7), failure.getStackTrace()[0]
        });
        String lines = encode("failed", failure);

        assertThat(lines.lines().toList())
                .filteredOn(line -> !line.startsWith("\t"))
                .satisfiesExactly(
                        event -> assertThat(event).endsWith(" Some failed"),
                        thrown -> assertThat(thrown).startsWith("java.lang.IllegalStateException: a\\n2026-"),
                        cause -> assertThat(cause).startsWith("Caused by: java.lang.IllegalArgumentException: a\\n"));
        assertThat(lines)
                .contains("\tat plugin.Odd.a\\nb(Odd.java:7)\n", "\tSuppressed: java.lang.Ill", "TextLogEncoderTest");
        assertThat(lines).doesNotContain("\r", "\u001b", "\u2028", "\u202e");
    }

    private String encode(String message, Throwable error, Object... arguments) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("dev.fairlead.Some"), Level.WARN, message, error, arguments);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
