package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.state.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was stored by a version that accepted more, in the middle of what every version accepts. */
class StricterChecksTest {
    private static final String ONCE_FINE = "/once-fine";
    private static final String REFUSED_NOW = "once-fine/";

    private final List<Entry> entries = new ArrayList<>();

    private static DesiredState state(String healthPath, int weight) {
        return DesiredState.initial()
                .withPool(Pool.named("default")
                        .withHealthCheck(HealthPolicy.DEFAULT.withPath(healthPath))
                        .withBackend(Backend.at("a:1").withWeight(weight)));
    }

    private void revision(String healthPath) {
        int number =
                (int) entries.stream().filter(Entry.Accepted.class::isInstance).count() + 1;
        entries.add(new Entry.Accepted(
                new Revision(number, state(healthPath, number), "alice", Instant.ofEpochSecond(number), "")));
    }

    /** A process that finds these entries as the version that accepted them wrote them. */
    private FaultyDisk stored() throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        JournalRun run = new JournalRun(disk);
        run.start();
        for (Entry entry : entries) {
            run.append(List.of(entry));
        }
        String name = disk.names().iterator().next();
        byte[] bytes = disk.bytes(name);
        replace(bytes, ONCE_FINE, REFUSED_NOW);
        sign(bytes);
        FaultyDisk later = new FaultyDisk();
        later.put(name, bytes);
        return later;
    }

    private static void replace(byte[] bytes, String text, String by) {
        byte[] sought = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + sought.length <= bytes.length; at++) {
            if (ByteBuffer.wrap(bytes, at, sought.length).equals(ByteBuffer.wrap(sought))) {
                System.arraycopy(by.getBytes(StandardCharsets.US_ASCII), 0, bytes, at, sought.length);
            }
        }
    }

    private static void sign(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        long number = file.getLong(Frames.LETTERS.length + 4);
        for (int at = Frames.HEAD; at < bytes.length; ) {
            int length = file.getInt(at + 4);
            ByteBuffer content = ByteBuffer.wrap(bytes, at + Frames.FRAME_HEAD, length);
            file.putInt(at + 8, Frames.checksum(number, at, content));
            at += Frames.FRAME_HEAD + length;
        }
    }

    private static List<Long> numbers(Recovered found) {
        return found.revisions().stream().map(Revision::number).toList();
    }

    @Test
    void anOldRevisionThatIsNotAcceptedAnyMoreIsGivenUpAndTheNewerOnesAreThere() throws StoreException {
        revision("/first");
        revision(ONCE_FINE);
        revision(ONCE_FINE);
        revision("/good");
        revision("/good");
        FaultyDisk disk = stored();

        Recovered found = new JournalRun(disk).start();

        assertThat(numbers(found)).containsExactly(4L, 5L);
        assertThat(found.revisions())
                .extracting(Revision::desired)
                .containsExactly(state("/good", 4), state("/good", 5));
        assertThat(new JournalRun(disk).start()).isEqualTo(found);
    }

    @Test
    void ifTheLatestIsNotAcceptedTheNewestGoodOneIsInForceUnderANumberOfItsOwn() throws StoreException {
        revision("/first");
        revision("/good");
        revision(ONCE_FINE);
        FaultyDisk disk = stored();

        Recovered found = new JournalRun(disk).start();

        assertThat(numbers(found)).containsExactly(4L);
        Revision now = found.revisions().get(0);
        assertThat(now.desired()).isEqualTo(state("/good", 2));
        assertThat(now.message()).contains("revision 2 again", "revision 3 has a setting", REFUSED_NOW);
        assertThat(new JournalRun(disk).start()).isEqualTo(found);
    }

    @Test
    void aFileThatIsNotAcceptedAnyMoreIsForgotten() throws StoreException {
        revision("/good");
        entries.add(new Entry.FileApplied(state("/good", 1)));
        entries.add(new Entry.FileApplied(state(ONCE_FINE, 1)));

        assertThat(new JournalRun(stored()).start().base()).isEqualTo(state("/good", 1));
    }

    @Test
    void whereNothingIsAcceptedItIsSaid() throws StoreException {
        revision(ONCE_FINE);
        FaultyDisk disk = stored();

        assertThatThrownBy(() -> new JournalRun(disk).start())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(REFUSED_NOW)
                .hasMessageContaining("--fresh");
    }
}
