package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.state.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A journal that was written once, by the first version that had one, is read for ever. A setting that came later has its
 * default in it: give it that in {@link #formatOne}, and leave the file as it is. It was made with {@code
 * -Dfairlead.golden.update=true}.
 */
class GoldenJournalTest {
    private static final Path FILE =
            Path.of("src", "test", "resources", "dev", "fairlead", "server", "state", "store", "format-1.journal");

    /** What was in force when the file was made. */
    private static DesiredState formatOne() {
        DesiredState full = SampleStates.full();
        Frontend frontend = full.frontend()
                .withLimits(new Limits(5L << 32, 4096, 7, 0, 0, 0, 500))
                .withHeaders(new Headers(Headers.Underscores.PASS));
        Pool web = Objects.requireNonNull(full.pools().get("web"));
        Timeouts timeouts = web.timeouts().withRequest(Duration.ZERO).withTunnelIdle(Duration.ofHours(1));
        return full.withFrontend(frontend).withPool(web.withTimeouts(timeouts).withEjection(new Ejection(50)));
    }

    private static final List<Entry> SNAPSHOT = List.of(
            accepted(1, formatOne(), "start"),
            new Entry.FileApplied(formatOne()),
            accepted(2, formatOne().withPool(web().withoutBackend("a-1")), "zurück ✓"),
            new Entry.Answered("7f3c", 2));

    private static final List<Entry> BEHIND = List.of(
            accepted(3, formatOne().withPool(web().withBackend(Backend.at("10.0.0.9:8080"))), "add one"),
            new Entry.Answered("7f3d", 3),
            new Entry.FileApplied(formatOne().withoutPool("default")));

    private static Entry accepted(long number, DesiredState desired, String message) {
        return new Entry.Accepted(
                new Revision(number, desired, "alice", Instant.ofEpochSecond(1_764_000_000, number), message));
    }

    private static Pool web() {
        return Objects.requireNonNull(formatOne().pools().get("web"));
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

    @Test
    void formatOneIsStillRead() throws IOException, StoreException {
        if (Boolean.getBoolean("fairlead.golden.update")) {
            Files.write(FILE, written());
        }
        Script expected = new Script();
        expected.acknowledged(SNAPSHOT);
        expected.acknowledged(BEHIND);
        FaultyDisk disk = new FaultyDisk();
        disk.put("journal-00000041", Files.readAllBytes(FILE));
        Recovered found = new JournalRun(disk).start();

        assertThat(found)
                .isEqualTo(expected.expected())
                .hasToString(expected.expected().toString());
        assertThat(found.revisions()).hasSize(3);
        assertThat(disk.names()).containsExactly("journal-00000042");
    }
}
