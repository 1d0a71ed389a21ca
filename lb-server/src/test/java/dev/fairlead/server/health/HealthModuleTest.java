package dev.fairlead.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.health.probe.RawBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The monitor as it runs in production, in real time and over real sockets. */
class HealthModuleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HealthPolicy POLICY =
            HealthPolicy.DEFAULT.withIntervals(Duration.ofHours(1), Duration.ofMillis(50));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final BlockingQueue<HealthState> states = new LinkedBlockingQueue<>();
    private TestWorker worker;
    private HealthMonitor monitor;

    @BeforeEach
    void open() throws IOException {
        worker = new TestWorker();
        monitor = HealthModule.open();
        monitor.subscribe((backend, report) -> states.add(report.state()));
    }

    @AfterEach
    void close() {
        monitor.close();
        worker.close();
    }

    @Test
    void deadBackendIsOutAtOnceAndComesBackByItself() throws Exception {
        RunningBackend backend;
        String address;
        try (RawBackend alive = RawBackend.answering(OK)) {
            address = alive.address();
            backend = worker.backend(address);
            // The last one of a pool would not be out by suspicion alone; this one stays up whatever happens.
            monitor.watch(worker.backend("127.0.0.1:1"), MonitorSettings.of(POLICY.withType(HealthType.NONE)));
            assertThat(next()).isEqualTo(HealthState.UP);
            monitor.watch(backend, MonitorSettings.of(POLICY));
            monitor.firstRound().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(monitor.report(backend).state()).isEqualTo(HealthState.UP);
            assertThat(next()).isEqualTo(HealthState.UP);
        }

        monitor.suspect(backend, "connect to " + address + " refused");
        assertThat(next()).isEqualTo(HealthState.SUSPECT);
        assertThat(next()).isEqualTo(HealthState.DOWN);
        assertThat(monitor.report(backend).reason()).isEqualTo("connect to " + address + " refused");

        try (RawBackend again = RawBackend.answering(OK, address)) {
            assertThat(next()).isEqualTo(HealthState.UP);
            assertThat(again.requests()).hasSize(POLICY.healthyThreshold());
        }
    }

    @Test
    void closingEndsItsThread() throws Exception {
        // Other tests of this JVM may have monitors of their own.
        Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());
        HealthMonitor own = HealthModule.open();
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(others);
        started.removeIf(thread -> !thread.getName().startsWith("fairlead-health"));
        assertThat(started).isNotEmpty();

        own.close();

        for (Thread thread : started) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private HealthState next() throws InterruptedException {
        HealthState state = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(state).as("a report in time").isNotNull();
        return state;
    }
}
