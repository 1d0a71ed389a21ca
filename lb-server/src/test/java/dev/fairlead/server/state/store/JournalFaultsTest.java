package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.state.store.FaultyDisk.Effect;
import dev.fairlead.server.state.store.FaultyDisk.Kind;
import dev.fairlead.server.state.store.FaultyDisk.Stopped;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process stops, or the disk fails, at every single thing that is asked of the folder. Whatever happens: what was
 * acknowledged is there after a restart, what was refused is not, and nothing is there by half.
 */
class JournalFaultsTest {
    private static final int TORN_VARIANTS = 3;

    private final Map<Map<String, ByteBuffer>, Recovered> read = new HashMap<>();

    enum Trouble {
        /** The disk is gone for a while: nothing that is asked of it works. */
        EVERYTHING,
        SYNCS,
        /** The disk is full. */
        SPACE;

        boolean hits(Kind kind) {
            return switch (this) {
                case EVERYTHING -> true;
                case SYNCS -> kind == Kind.SYNC || kind == Kind.SYNC_FOLDER;
                case SPACE -> kind == Kind.CREATE || kind == Kind.WRITE;
            };
        }
    }

    @Test
    void theScriptGoesThroughSeveralFiles() throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        Set<String> files = new TreeSet<>();
        disk.faults((operation, kind) -> {
            files.addAll(disk.names());
            return Effect.DONE;
        });
        JournalRun run = wholeRun(disk);
        assertThat(files).contains("journal-00000001", "journal-00000002", "journal-00000003");
        assertThat(disk.names()).hasSize(1);
        assertThat(recovered(disk.afterPowerLoss()))
                .isEqualTo(run.expected())
                .hasToString(run.expected().toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"STOPS_BEFORE", "STOPS_AFTER"})
    void aStopLosesNothingThatWasAcknowledged(Effect stop) throws StoreException {
        int operations = operationsOfAWholeRun();
        int stops = 0;
        for (int at = 0; at < operations; at++) {
            int here = at;
            FaultyDisk disk = new FaultyDisk();
            disk.faults((operation, kind) -> operation == here ? stop : Effect.DONE);
            JournalRun run = new JournalRun(disk);
            try {
                run.start();
                run.steps(0, Script.STEPS);
            } catch (Stopped expected) {
                stops++;
            }
            for (Map.Entry<String, FaultyDisk> after : afterwards(disk, at).entrySet()) {
                assertThatNothingIsLost(run, after.getValue(), stop + " " + at + ", " + after.getKey());
            }
        }
        assertThat(stops).isEqualTo(operations).isGreaterThan(50);
    }

    /** And that the next process can go on from there, and is not lost either. */
    private static void assertThatNothingIsLost(JournalRun run, FaultyDisk disk, String where) throws StoreException {
        JournalRun next = new JournalRun(disk);
        Recovered found = next.start();
        assertThat(List.of(run.expected(), run.withWhatWasUnderWay().expected()))
                .as(where)
                .contains(found);
        next.continueFrom(found.equals(run.expected()) ? run.withoutIt() : run.withWhatWasUnderWay());
        next.steps(Script.STEPS, Script.STEPS + 3);
        assertThat(next.refusals()).as(where).isZero();
        assertThat(recovered(disk.afterPowerLoss())).as(where).isEqualTo(next.expected());
    }

    /** One operation that fails, or a few in a row, or a disk that is full or does not sync for a while. */
    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, FAILS, 1",
        "EVERYTHING, FAILS_AFTER, 1",
        "EVERYTHING, FAILS, 2",
        "EVERYTHING, FAILS, 3",
        "EVERYTHING, FAILS, 25",
        "EVERYTHING, FAILS_AFTER, 25",
        "SYNCS, FAILS, 9",
        "SYNCS, FAILS_AFTER, 30",
        "SPACE, FAILS, 40",
        "SPACE, FAILS_AFTER, 40"
    })
    void whatTheDiskRefusesIsRefusedAndStaysAway(Trouble trouble, Effect effect, int length) throws StoreException {
        int operations = operationsOfAWholeRun();
        int refusals = 0;
        int stride = length > 3 ? 4 : 1;
        for (int at = 0; at < operations; at += stride) {
            int from = at;
            String where = trouble + " " + effect + " from " + at;
            FaultyDisk disk = new FaultyDisk();
            JournalRun run = new JournalRun(disk);
            run.start();
            disk.faults((operation, kind) ->
                    operation >= from && operation < from + length && trouble.hits(kind) ? effect : Effect.DONE);
            for (int step = 0; step < Script.STEPS; step++) {
                run.steps(step, step + 1);
                if (disk.operations() > from) {
                    assertThatARestartFindsTheTruth(run, disk, trouble, where + ", step " + step);
                }
            }
            disk.faults((operation, kind) -> Effect.DONE);
            int refused = run.refusals();
            run.steps(Script.STEPS, Script.STEPS + 2);
            assertThat(run.refusals()).as("%s heals", where).isEqualTo(refused);
            assertThatARestartFindsTheTruth(run, disk, trouble, where + ", healed");
            refusals += refused;
        }
        assertThat(refusals).isGreaterThan(operations / stride / 4);
    }

    private void assertThatARestartFindsTheTruth(JournalRun run, FaultyDisk disk, Trouble trouble, String where)
            throws StoreException {
        for (Map.Entry<String, FaultyDisk> after :
                afterwards(disk, where.hashCode()).entrySet()) {
            boolean cutWorks = trouble == Trouble.SPACE
                    || trouble == Trouble.SYNCS && after.getKey().equals("killed");
            assertThat(cutWorks ? List.of(run.expected()) : run.expectedOrInDoubt())
                    .as("%s, %s", where, after.getKey())
                    .contains(read(after.getValue()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"FAILS", "FAILS_AFTER"})
    void aStartOnAFailingDiskReadsEverythingOrRefuses(Effect effect) throws StoreException {
        FaultyDisk before = new FaultyDisk();
        JournalRun run = wholeRun(before);
        int refused = 0;
        int read = 0;
        for (int at = 0; at < 12; at++) {
            int here = at;
            FaultyDisk disk = before.afterKill();
            disk.faults((operation, kind) -> operation == here ? effect : Effect.DONE);
            try {
                assertThat(new JournalRun(disk).start()).isEqualTo(run.expected());
                read++;
            } catch (StoreException e) {
                assertThat(e.sentence())
                        .startsWith("cannot read")
                        .contains("data")
                        .contains("Input/output error");
                refused++;
            }
            for (FaultyDisk after : afterwards(disk, at).values()) {
                assertThat(recovered(after)).as("%s at %d", effect, at).isEqualTo(run.expected());
            }
        }
        assertThat(refused).isEqualTo(2);
        assertThat(read).isEqualTo(10);
    }

    /** What the folder may look like to the next process. The salt lets each moment be torn in a way of its own. */
    private static Map<String, FaultyDisk> afterwards(FaultyDisk disk, int salt) {
        Map<String, FaultyDisk> variants = new LinkedHashMap<>();
        variants.put("killed", disk.afterKill());
        variants.put("power lost", disk.afterPowerLoss());
        for (int seed = 0; seed < TORN_VARIANTS; seed++) {
            variants.put(
                    "power lost, torn " + seed, disk.afterTornPowerLoss(new Random(salt * 1_000_003L + seed * 7_919L)));
        }
        return variants;
    }

    private static int operationsOfAWholeRun() throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        wholeRun(disk);
        return disk.operations();
    }

    private static JournalRun wholeRun(FaultyDisk disk) throws StoreException {
        JournalRun run = new JournalRun(disk);
        run.start();
        run.steps(0, Script.STEPS);
        assertThat(run.refusals()).isZero();
        return run;
    }

    /** The same, and quick where nothing happened that has not happened before. */
    private Recovered read(FaultyDisk disk) throws StoreException {
        Map<String, ByteBuffer> image = disk.image();
        Recovered known = read.get(image);
        if (known == null) {
            known = recovered(disk);
            read.put(image, known);
        }
        return known;
    }

    private static Recovered recovered(FaultyDisk disk) throws StoreException {
        return new JournalRun(disk).start();
    }
}
