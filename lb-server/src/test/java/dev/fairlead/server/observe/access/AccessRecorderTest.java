package dev.fairlead.server.observe.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AccessLog.Format;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.observe.metrics.Metrics;
import dev.fairlead.server.observe.metrics.StrictExposition;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.TestFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessRecorderTest {
    private static final int ROOM = 8;
    private static final Pool POOL = Pool.named("default")
            .withBackends(List.of(
                    Backend.at("127.0.0.1:3001").withId("b1"),
                    Backend.at("127.0.0.1:3002").withId("b2")));

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private volatile AccessLog settings = new AccessLog(Format.JSON, AccessLog.STDOUT);
    private TestTables tables;
    private AccessRecorder recorder;
    private RequestRuns runs;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        tables.pool(POOL, Map.of());
        record(stdout);
    }

    @AfterEach
    void close() {
        recorder.close();
        tables.close();
    }

    private void record(OutputStream out) {
        recorder = AccessRecorder.start(() -> settings, out, InstantSource.system(), ROOM);
        runs = new RequestRuns(
                tables.tables(),
                System::nanoTime,
                recorder,
                FailureListener.NONE,
                new RecentRequests(tables.lanes(), ROOM));
    }

    @Test
    void requestThatWasTriedTwiceShowsBothAttempts() {
        RequestRun run = runs.start(TestFacts.get("/twice"), 0, true);
        Attempt first = Objects.requireNonNull(run.next());
        first.failed(FailureKind.CONNECT, "refused");
        assertThat(run.takeRetry()).isTrue();
        Attempt second = Objects.requireNonNull(run.next());
        second.connected(false);
        second.wrote();
        second.head(200);
        second.end();
        run.finish(200, 0, 12, EndReason.COMPLETED);
        recorder.close();

        assertThat(stdout.toString(StandardCharsets.UTF_8))
                .contains("\"path\":\"/twice\"")
                .contains("{\"backend\":\"" + first.backend().id() + "\",\"total_ms\":")
                .contains("\"outcome\":\"connect\",\"detail\":\"refused\"},{\"backend\":\""
                        + second.backend().id() + "\",\"connect_ms\":")
                .endsWith("\"outcome\":\"responded\",\"status\":200}],\"end\":\"completed\"}\n");
    }

    @Test
    void refusedRequestIsLoggedWithoutAttempts() {
        tables.pool(POOL.withBackends(List.of()), Map.of());
        RequestRun run = runs.start(TestFacts.get("/none"), 0, true);
        assertThat(run.next()).isNull();
        run.finish(503, 0, 40, EndReason.REFUSED);
        recorder.close();

        assertThat(stdout.toString(StandardCharsets.UTF_8))
                .contains("\"status\":503,")
                .endsWith("\"attempts\":[],\"end\":\"refused\"}\n");
    }

    @Test
    void stopWritesWhatIsWaiting() {
        for (int i = 0; i < ROOM; i++) {
            request("/" + i);
        }
        recorder.close();

        assertThat(stdout.toString(StandardCharsets.UTF_8).lines()).hasSize(ROOM);
    }

    @Test
    void whenTheDiskHangsRequestsGoOnAndLostLinesAreCounted() throws Exception {
        recorder.close();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        record(new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("lines are written whole");
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                stuck.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                stdout.write(bytes);
            }
        });
        request("/first");
        stuck.await();

        for (int i = 0; i < 100; i++) {
            request("/" + i);
        }

        assertThat(dropped()).isEqualTo(100 - ROOM);
        released.countDown();
        recorder.close();
        assertThat(stdout.toString(StandardCharsets.UTF_8).lines()).hasSize(1 + ROOM);
    }

    @Test
    void movedFileIsFollowedByANewOne() throws Exception {
        Path log = folder.resolve("access.log");
        settings = new AccessLog(Format.JSON, log.toString());
        request("/before");
        Await.until("the first line", () -> Files.exists(log) && Files.size(log) > 0);

        Path moved = Files.move(log, folder.resolve("access.log.1"));
        request("/after");
        recorder.close();

        assertThat(moved).content().contains("\"/before\"").doesNotContain("\"/after\"");
        assertThat(log).content().contains("\"/after\"").doesNotContain("\"/before\"");
    }

    @Test
    void fileIsAppendedTo() throws IOException {
        Path log = Files.writeString(folder.resolve("access.log"), "yesterday\n");
        settings = new AccessLog(Format.COMBINED, log.toString());
        request("/today");
        recorder.close();

        assertThat(log).content().startsWith("yesterday\n").contains("\"GET /today HTTP/1.1\" 200 12");
    }

    @Test
    void formatAndTargetChangeWhileRunning() throws Exception {
        request("/json");
        Await.until("the first line", () -> stdout.size() > 0);
        Path log = folder.resolve("access.log");
        settings = new AccessLog(Format.COMBINED, log.toString());
        request("/combined");
        Await.until("the second line", () -> Files.exists(log) && Files.size(log) > 0);
        settings = new AccessLog(Format.OFF, log.toString());
        request("/off");
        recorder.close();

        assertThat(stdout.toString(StandardCharsets.UTF_8))
                .startsWith("{")
                .contains("/json")
                .doesNotContain("/combined");
        assertThat(log)
                .content()
                .startsWith("192.0.2.1 - - ")
                .contains("/combined")
                .doesNotContain("/off");
    }

    @Test
    void fileThatCannotBeWrittenCostsItsLinesUntilItCan() throws Exception {
        Path missing = folder.resolve("later");
        Path log = missing.resolve("access.log");
        settings = new AccessLog(Format.JSON, log.toString());
        request("/lost");
        Await.until("the loss is counted", () -> dropped() == 1);

        Files.createDirectory(missing);
        request("/kept");
        recorder.close();

        assertThat(log).content().contains("/kept").doesNotContain("/lost");
    }

    /** Header values and paths are a character for each byte until somebody reads them. */
    @Test
    void bytesAboveAsciiAreWrittenOnce() {
        settings = new AccessLog(Format.COMBINED, AccessLog.STDOUT);
        request(TestFacts.get("/", Map.of("User-Agent", "caf\u00c3\u00a9 \u00ff", "Referer", "\u00e9")));
        recorder.close();
        assertThat(stdout.toString(StandardCharsets.UTF_8)).endsWith(" \"\\xE9\" \"caf\\xC3\\xA9 \\xFF\"\n");

        stdout.reset();
        settings = new AccessLog(Format.JSON, AccessLog.STDOUT);
        record(stdout);
        request(TestFacts.get("/caf\u00c3\u00a9"));
        request(TestFacts.get("/\u00e9\u00c3\u00a9"));
        recorder.close();
        assertThat(stdout.toString(StandardCharsets.UTF_8))
                .contains("\"path\":\"/caf\u00e9\"")
                .contains("\"path\":\"/\u00e9\u00c3\u00a9\"");
    }

    private void request(String path) {
        request(TestFacts.get(path));
    }

    private void request(TestFacts facts) {
        RequestRun run = runs.start(facts, 0, true);
        Attempt attempt = Objects.requireNonNull(run.next());
        attempt.connected(false);
        attempt.head(200);
        attempt.end();
        run.finish(200, 0, 12, EndReason.COMPLETED);
    }

    private double dropped() throws IOException {
        Metrics metrics = new Metrics(Set.of(recorder));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        metrics.write(metrics.format(null), text);
        return StrictExposition.parse(text.toString(StandardCharsets.UTF_8)).value("lb_access_log_dropped_total");
    }
}
