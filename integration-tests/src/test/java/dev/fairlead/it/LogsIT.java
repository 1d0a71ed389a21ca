package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is told while it runs: every attempt on stdout, every word on stderr. */
class LogsIT {

    @Test
    void accessLogTellsEveryAttemptAndTheLogIsJsonIfAsked() throws IOException {
        try (RawBackend dying = RawBackend.start((conversation, request) -> conversation.reset());
                ExampleBackend good = ExampleBackend.start("good", 0);
                LbProcess lb = LbProcess.with("--log-format", "json")
                        .file(
                                "lb.conf",
                                LbProcess.configuration(List.of(dying.address(), good.address()), "strategy = first")
                                        .replace("lb {", "lb { access-log.format = json"))
                        .start()
                        .ready()) {
            lb.awaitHealthy(2);
            Http.Response answer = Http.get(lb.data(), "/a?b=c");
            assertThat(answer.status()).isEqualTo(200);

            String line =
                    lb.process().line(Pattern.compile(".*\"path\":\"/a\".*")).group();
            Config entry = ConfigFactory.parseString(line);
            assertThat(entry.getString("method")).isEqualTo("GET");
            assertThat(entry.getString("query")).isEqualTo("b=c");
            assertThat(entry.getInt("status")).isEqualTo(200);
            assertThat(entry.getConfigList("attempts"))
                    .extracting(attempt -> attempt.getString("backend"))
                    .containsExactly(dying.address(), good.address());
            assertThat(lb.process().out()).contains(line);
            assertThat(lb.process().err())
                    .isNotEmpty()
                    .allSatisfy(
                            words -> assertThat(ConfigFactory.parseString(words).hasPath("message"))
                                    .isTrue());
        }
    }
}
