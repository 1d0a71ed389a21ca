package dev.fairlead.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class BackendCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void portInUseIsOneSentenceAndExitOne() throws Exception {
        try (ExampleBackend running = ExampleBackend.start("one", 0)) {
            assertThat(run("--port", Integer.toString(running.port()))).isEqualTo(1);
            assertThat(err.toString())
                    .hasLineCount(1)
                    .contains("port " + running.port())
                    .contains("in use");
        }
    }

    @Test
    void valuesOutOfRangeAreUsageErrors() {
        assertThat(run("--count", "0")).isEqualTo(2);
        assertThat(run("--port", "70000")).isEqualTo(2);
        assertThat(run("--port", "65535", "--count", "2")).isEqualTo(2);
        assertThat(run("--fail-rate", "1.5")).isEqualTo(2);
        assertThat(run("--delay", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--count is 0, expected 1 or more")
                .contains("fail rate is 1.5, expected a number from 0 to 1");
    }

    private int run(String... arguments) {
        return new CommandLine(new BackendCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
