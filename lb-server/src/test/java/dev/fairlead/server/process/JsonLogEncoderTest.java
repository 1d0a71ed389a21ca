package dev.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonLogEncoderTest {

    private final JsonLogEncoder encoder = new JsonLogEncoder();

    @Test
    void anEventIsOneLineOfJson() {
        String line = encode("pool={} said \"{}\"\n\t\\ \u0001 ü", null, "default", "no");
        Config json = parse(line);

        assertThat(line).endsWith("}\n").hasLineCount(1);
        assertThat(json.getString("time")).isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("message")).isEqualTo("pool=default said \"no\"\n\t\\ \u0001 ü");
        assertThat(json.hasPath("error")).isFalse();
    }

    @Test
    void aStackTraceStaysOnTheLine() {
        String line = encode("failed", new IllegalStateException("disk \"a\""));

        assertThat(line).hasLineCount(1);
        assertThat(parse(line).getString("error"))
                .startsWith("java.lang.IllegalStateException: disk \"a\"")
                .contains("JsonLogEncoderTest");
    }

    @Test
    void nothingOnTheLineIsObeyedByATerminal() {
        String line = encode("id={}", new IllegalStateException("\u2028"), "\u001b[2K\u009b\u2028\u202e\u0085");

        assertThat(line.strip()).matches("[ -~]*");
        assertThat(parse(line).getString("message")).isEqualTo("id=\u001b[2K\u009b\u2028\u202e\u0085");
    }

    private String encode(String message, Throwable error, Object... arguments) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("dev.fairlead.Some"), Level.WARN, message, error, arguments);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static Config parse(String line) {
        return ConfigFactory.parseString(line, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }
}
