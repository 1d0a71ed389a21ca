package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.Forms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A journal that was written once, by the first version of its format, is read for ever. A setting that came later has its
 * default in it. The file of the latest format was made with {@code -Dfairlead.golden.update=true}.
 */
class GoldenJournalTest {
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "dev", "fairlead", "server", "state", "store");

    private static Path file(int format) {
        return FOLDER.resolve("format-" + format + ".journal");
    }

    /** What was in force when the files were made, every setting of that time by its name. */
    private static DesiredState golden() {
        Limits limits = Limits.DEFAULT.withBody(5L << 32).withHeader(4096).withHeaders(7);
        Frontend frontend = Frontend.DEFAULT
                .withListen(new SocketAddressSpec("::1", 9443))
                .withTrustedProxies(List.of(CidrBlock.parse("fd00::/8"), CidrBlock.parse("10.1.0.0/16")))
                .withLimits(limits)
                .withMonitoring(new Monitoring(Monitoring.Paths.ADMIN, "/up", "/numbers", CidrBlock.expand("loopback")))
                .withAccessLog(new AccessLog(AccessLog.Format.JSON, "logs/zugriffe-ä.log"))
                .withShutdown(new Shutdown(Duration.ofSeconds(3), Duration.ofMillis(70_500)));
        return SampleStates.state(frontend, List.of(web(), Pool.named("default")));
    }

    private static Pool web() {
        return Pool.named("web")
                .withBackends(List.of(
                        Backend.at("https://app_1.example:8443")
                                .withId("z-1")
                                .withWeight(7)
                                .withTags(SampleStates.ordered("zone", "b", "rack", "a"))
                                .withAdminState(AdminState.DRAIN),
                        Backend.at("[::1]:81")
                                .withId("a-1")
                                .withWeight(0)
                                .withTags(SampleStates.ordered("note", "halb \ud83d"))
                                .withAdminState(AdminState.MAINT)))
                .withStrategy(new StrategyChoice("ring_hash", SampleStates.ordered("key", "header:X-User", "a", "1")))
                .withHealthCheck(HealthPolicy.DEFAULT
                        .withType(HealthType.TCP)
                        .withPath("/live?x=1")
                        .withIntervals(Duration.ofMillis(1500), Duration.ofNanos(2_000_000_001))
                        .withTimeout(Duration.ofMinutes(3))
                        .withThresholds(4, 5)
                        .withExpect(StatusRanges.parse("204,200-202"), "gut ✓")
                        .withJitter(25))
                .withTimeouts(Timeouts.DEFAULT
                        .withConnect(Duration.ofMillis(1))
                        .withFirstByte(Duration.ofMillis(2))
                        .withPerTry(Duration.ofMillis(3))
                        .withIdle(Duration.ofMillis(4)))
                .withConnections(new Connections(11, Duration.ofSeconds(12), 13))
                .withRetry(RetryPolicy.DEFAULT
                        .withAttempts(5)
                        .withMethods(new LinkedHashSet<>(List.of("PUT", "GET")))
                        .withOn(List.of(RetryCause.status(504), RetryCause.status(429)))
                        .withBudget(12.5, 9))
                .withTls(new UpstreamTls("ca.pem", "inner.example"))
                .withMinHealthy(6)
                .withSlowStart(Duration.ofSeconds(45))
                .withBackendHeaderOnResponse(true);
    }

    private static final List<Entry> SNAPSHOT = List.of(
            accepted(1, golden(), "start"),
            new Entry.FileApplied(golden()),
            accepted(2, golden().withPool(web().withoutBackend("a-1")), "zurück ✓"),
            new Entry.Answered("7f3c", 2));

    private static final List<Entry> BEHIND = List.of(
            accepted(3, golden().withPool(web().withBackend(Backend.at("10.0.0.9:8080"))), "add one"),
            new Entry.Answered("7f3d", 3),
            new Entry.FileApplied(golden().withoutPool("default")));

    private static Entry accepted(long number, DesiredState desired, String message) {
        return new Entry.Accepted(
                new Revision(number, desired, "alice", Instant.ofEpochSecond(1_764_000_000, number), message));
    }

    private static byte[] written() throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        JournalRun first = new JournalRun(disk);
        first.start();
        first.append(SNAPSHOT);
        JournalRun second = new JournalRun(disk);
        second.start();
        second.append(BEHIND);
        return disk.bytes("journal-00000002");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyFormatIsReadAsItWasWritten(int format) throws IOException, StoreException {
        if (Boolean.getBoolean("fairlead.golden.update") && format == Forms.LATEST) {
            Files.write(file(format), written());
        }
        Script expected = new Script();
        expected.acknowledged(SNAPSHOT);
        expected.acknowledged(BEHIND);
        FaultyDisk disk = new FaultyDisk();
        disk.put("journal-00000041", Files.readAllBytes(file(format)));
        Recovered found = new JournalRun(disk).start();

        assertThat(found)
                .isEqualTo(expected.expected())
                .hasToString(expected.expected().toString());
        assertThat(found.revisions()).hasSize(3);
        assertThat(disk.names()).containsExactly("journal-00000042");
        assertThat(new JournalRun(disk).start())
                .as("what was written in its place, in the latest format")
                .isEqualTo(expected.expected());
    }
}
