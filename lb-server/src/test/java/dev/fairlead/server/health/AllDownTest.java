package dev.fairlead.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.health.probe.ProbeLimiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AllDownTest {
    private final VirtualTime time = new VirtualTime();
    private final ScriptedBackends network = new ScriptedBackends(time);
    private final HealthMonitor monitor = new HealthMonitor(
            new MonitorContext(time, time::nanos, time, new SplittableRandom(3), network, new ProbeLimiter(16)),
            () -> {});
    private final Logger logger = (Logger) LoggerFactory.getLogger(HealthMonitor.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestWorker worker;
    private List<RunningBackend> three;

    @BeforeEach
    void open() throws IOException {
        worker = new TestWorker();
        three = worker.backends(3);
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.setLevel(null);
        logger.detachAppender(log);
        worker.close();
    }

    @Test
    void wrongAnswersEverywhereSayWhatToDo() {
        three.forEach(each -> network.answering(each, 404));
        watchAll();

        assertThat(allDown())
                .containsExactly("pool=default event=all-down cause=\"GET /health answered 404 on 3 of 3;"
                        + " set health-check.path, or --health-check tcp\"");
    }

    @Test
    void itIsSaidOnceATransition() {
        three.forEach(each -> network.answering(each, 404));
        watchAll();
        time.advance(Duration.ofMinutes(10));
        assertThat(allDown()).hasSize(1);

        network.healthy(three.get(0));
        time.advance(Duration.ofSeconds(10));
        network.answering(three.get(0), 404);
        time.advance(Duration.ofMinutes(10));

        assertThat(allDown()).hasSize(2);
    }

    @Test
    void differentAnswersAreCounted() {
        network.answering(three.get(0), 404);
        network.answering(three.get(1), 500);
        network.answering(three.get(2), 404);
        watchAll();

        assertThat(allDown())
                .singleElement()
                .asString()
                .contains("GET /health answered 404 on 2 of 3, GET /health answered 500 on 1 of 3; set");
    }

    @Test
    void deadBackendsNeedNoAdviceAboutProbes() {
        three.forEach(network::refusing);
        watchAll();

        assertThat(allDown())
                .containsExactly("pool=default event=all-down cause=\"none of 3 is up, the last:"
                        + " connect to 127.0.0.1:3003 refused\"");
    }

    @Test
    void oneHealthyBackendIsEnoughForSilence() {
        network.answering(three.get(0), 404);
        network.answering(three.get(1), 404);
        watchAll();

        assertThat(allDown()).isEmpty();
    }

    @Test
    void everyTransitionIsOneLineAndNothingElseIs() {
        watchAll();
        time.advance(Duration.ofMinutes(10));
        monitor.suspect(three.get(0), "connect to 127.0.0.1:3001 refused");
        time.settle();

        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .containsExactly(
                        "pool=default backend=127.0.0.1:3001 event=up cause=\"GET /health answered 200\"",
                        "pool=default backend=127.0.0.1:3002 event=up cause=\"GET /health answered 200\"",
                        "pool=default backend=127.0.0.1:3003 event=up cause=\"GET /health answered 200\"",
                        "pool=default backend=127.0.0.1:3001 event=suspect cause=\"connect to 127.0.0.1:3001 refused\"",
                        "pool=default backend=127.0.0.1:3001 event=up cause=\"GET /health answered 200\"");
    }

    private void watchAll() {
        three.forEach(each -> monitor.watch(each, MonitorSettings.of(HealthPolicy.DEFAULT)));
        time.settle();
    }

    private List<String> allDown() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("event=all-down"))
                .toList();
    }
}
