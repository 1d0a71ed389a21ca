package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.state.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a real folder. */
class FileStoreTest {
    private static final int KEPT = 1000;

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void nameTheFolder() {
        folder = temporary.resolve("state").resolve("data");
    }

    @Test
    void nothingWasThereBefore() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThat(store.recover()).isEqualTo(Recovered.NOTHING);
            assertThat(store).hasToString(folder.toString());
        }
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        DesiredState second = SampleStates.full().withoutPool("default");
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            await(store.append(List.of(
                    new Entry.Accepted(revision(1, SampleStates.full())), new Entry.FileApplied(SampleStates.full()))));
            await(store.append(List.of(
                    new Entry.Accepted(revision(2, second)), new Entry.Answered("a", 2), new Entry.Answered("b", 2))));
            await(store.append(List.of(new Entry.FileApplied(second))));
        }
        for (int start = 0; start < 3; start++) {
            try (FileStore store = new FileStore(folder, KEPT)) {
                Recovered found = store.recover();
                assertThat(found.revisions()).containsExactly(revision(1, SampleStates.full()), revision(2, second));
                assertThat(found.revisions())
                        .hasToString(List.of(revision(1, SampleStates.full()), revision(2, second))
                                .toString());
                assertThat(found.base()).isEqualTo(second);
                assertThat(found.answered()).containsOnlyKeys("a", "b").containsValue(2L);
                assertThat(found.nextRevision()).isEqualTo(3);
            }
        }
    }

    @Test
    void theLatestThousandRevisionsAndTenThousandRequestsAreKept() throws Exception {
        DesiredState state = SampleStates.big(20);
        Pool pool = state.pools().get("default");
        List<CompletionStage<Void>> appends = new ArrayList<>();
        int last = FileStore.KEPT_REQUESTS + 7;
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            for (int number = 1; number <= last; number++) {
                Backend backend = pool.backends().get(number % 20).withWeight(number % 1000);
                state = state.withPool(pool.withBackend(backend));
                appends.add(store.append(List.of(
                        new Entry.Accepted(revision(number, state)), new Entry.Answered("request-" + number, number))));
            }
            for (CompletionStage<Void> append : appends) {
                await(append);
            }
        }
        try (FileStore store = new FileStore(folder, KEPT)) {
            Recovered found = store.recover();
            assertThat(found.revisions()).hasSize(KEPT);
            assertThat(found.revisions().get(KEPT - 1)).isEqualTo(revision(last, state));
            assertThat(found.revisions().get(0).number()).isEqualTo(last - KEPT + 1L);
            Backend then = found.revisions()
                    .get(0)
                    .desired()
                    .pools()
                    .get("default")
                    .backends()
                    .get((last - KEPT + 1) % 20);
            assertThat(then.weight()).isEqualTo((last - KEPT + 1) % 1000);
            assertThat(found.answered())
                    .hasSize(FileStore.KEPT_REQUESTS)
                    .containsKey("request-8")
                    .doesNotContainKey("request-7");
        }
        assertThat(journals()).hasSize(1);
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            await(store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full())))));
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(names()).containsExactlyInAnyOrder("lock", "journal-00000001");
            for (String name : names()) {
                assertThat(permissions(folder.resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aFolderThatWasThereKeepsItsPermissions() throws Exception {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            assertThat(permissions(folder)).isEqualTo("rwxr-x---");
        }
    }

    @Test
    void aSecondProcessIsKeptOut() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT);
                FileStore second = new FileStore(folder, KEPT)) {
            store.recover();
            assertThatThrownBy(second::recover)
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "%s is in use by another Fairlead (pid %d); stop that one, or give this one a folder of its "
                                    + "own with --state-dir",
                            folder, ProcessHandle.current().pid());
        }
        try (FileStore third = new FileStore(folder, KEPT)) {
            assertThat(third.recover()).isEqualTo(Recovered.NOTHING);
        }
    }

    @Test
    void aLockFileThatIsDeletedLetsNobodyInAndIsMadeAgain() throws Exception {
        Script script = new Script();
        try (StoreProcess running = StoreProcess.start(List.of(), folder, script, 0, 2)) {
            assertThat(running.awaitLine("recovered")).isTrue();
            Files.delete(folder.resolve("lock"));

            assertThatStartSays(folder + " is in use by another Fairlead");

            running.go(1);
            assertThat(running.line()).isEqualTo("ack 0");
            assertThat(folder.resolve("lock")).content().isEqualTo(Long.toString(running.pid()));
            Files.delete(folder.resolve("lock"));
            running.go(1);
            assertThat(running.line()).isEqualTo("ack 1");
            assertThat(folder.resolve("lock")).content().isEqualTo(Long.toString(running.pid()));
        }
    }

    @Test
    void whoHasLostTheFolderToAnotherRefusesToWriteInIt() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            Files.delete(folder.resolve("lock"));
            try (FileChannel other =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                other.write(StandardCharsets.US_ASCII.encode("4711"));
                assertThat(other.tryLock()).isNotNull();
                assertThatThrownBy(() ->
                                await(store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full()))))))
                        .hasMessageContaining("is in use by another Fairlead (pid 4711)");
            }
            await(store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full())))));
        }
    }

    @Test
    void aNewFolderIsDurableByItsNameInTheOneAbove() throws Exception {
        List<Path> synced = new ArrayList<>();
        Path above = folder.resolve("a");
        FolderDisk disk = new FolderDisk(above.resolve("b"), synced::add);
        disk.open();
        disk.close();
        assertThat(synced).containsSubsequence(folder.getParent(), folder, above);

        synced.clear();
        disk.open();
        disk.close();
        assertThat(synced).as("whoever made it may have been stopped").containsExactly(above);
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "no folder");
        assertThatStartSays(folder + " is a file, expected a folder for the run-time changes");
        folder = folder.resolve("below");
        assertThatStartSays("cannot create the folder " + folder + ": ");
    }

    @Test
    void aFolderThatMayNotBeWrittenInIsNamed() throws Exception {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(folder)).as("root writes everywhere").isFalse();
        assertThatStartSays("cannot write in " + folder + ": permission denied");
    }

    @Test
    void whatIsHalfWrittenAtTheEndIsLeftOut() throws Exception {
        Path journal = twoRevisions();
        byte[] whole = Files.readAllBytes(journal);
        int torn = 0;
        for (int length = whole.length - 1; length > whole.length - 40; length--) {
            Files.write(journal, Arrays.copyOf(whole, length));
            try (FileStore store = new FileStore(folder, KEPT)) {
                assertThat(store.recover().revisions()).containsExactly(revision(1, SampleStates.full()));
                torn++;
            }
            Files.delete(journals().get(0));
        }
        assertThat(torn).isEqualTo(39);
    }

    /** With another one behind it, it cannot have been the end: something has changed what was stored. */
    @Test
    void whatIsBrokenInTheMiddleIsNotGivenUpInSilence() throws Exception {
        Path journal = twoRevisions();
        byte[] whole = Files.readAllBytes(journal);
        whole[Frames.HEAD + Frames.FRAME_HEAD + 100] ^= 1;
        Files.write(journal, whole);
        assertThatStartSays(journal + " is damaged: at byte 36 it is broken, and what was stored later, at byte ");
        assertThat(Files.readAllBytes(journal)).isEqualTo(whole);

        try (FileStore store = new FileStore(folder, KEPT)) {
            store.startFresh();
            await(store.append(List.of(new Entry.Accepted(revision(1, DesiredState.initial())))));
        }
        assertThat(folder.resolve("set-aside-00000001")).hasBinaryContent(whole);
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThat(store.recover().revisions()).containsExactly(revision(1, DesiredState.initial()));
        }
    }

    @Test
    void aFreshStartSetsAsideAndStartsWithNothing() throws Exception {
        twoRevisions();
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.startFresh();
        }
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThat(store.recover()).isEqualTo(Recovered.NOTHING);
        }
        assertThat(names()).contains("set-aside-00000001");

        for (Path journal : journals()) {
            Files.delete(journal);
        }
        Files.move(folder.resolve("set-aside-00000001"), folder.resolve("journal-00000001"));
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThat(store.recover().revisions()).hasSize(2);
        }
    }

    @Test
    void aNewerFormatIsLeftAlone() throws Exception {
        Path journal = twoRevisions();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(journal));
        bytes.putInt(8, Frames.FORMAT + 1).putInt(Frames.HEAD - 4, Frames.headChecksum(bytes));
        Files.write(journal, bytes.array());
        assertThatStartSays(
                journal + " is in format 3, written by a newer Fairlead, and this one reads formats up to 2; ");
    }

    @Test
    void whatIsNoJournalIsNamed() throws Exception {
        Files.createDirectories(folder);
        Path journal = Files.writeString(folder.resolve("journal-00000007"), "not what was expected here, is it");
        assertThatStartSays(journal + " is damaged: at byte 0 it does not begin as a journal does; ");
        Files.write(journal, new byte[0]);
        assertThatStartSays(journal + " is damaged: at byte 0 it does not begin as a journal does; ");
    }

    @Test
    void leftoversGoAndStrangersStay() throws Exception {
        twoRevisions();
        Files.writeString(folder.resolve("journal-00000002.tmp"), "half a snapshot");
        Files.writeString(folder.resolve("README"), "not ours");
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThat(store.recover().revisions()).hasSize(2);
        }
        assertThat(names()).containsExactlyInAnyOrder("lock", "journal-00000002", "README");
    }

    @Test
    void whatBuildsOnARevisionThatIsNotThereIsRefused() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            await(store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full())))));
            assertThatThrownBy(() -> await(store.append(List.of(
                            new Entry.Answered("x", 3), new Entry.Accepted(revision(3, DesiredState.initial()))))))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("revision 3 does not follow the last one that is stored, which is 1");
            await(store.append(List.of(new Entry.Accepted(revision(2, DesiredState.initial())))));
        }
        try (FileStore store = new FileStore(folder, KEPT)) {
            Recovered found = store.recover();
            assertThat(found.nextRevision()).isEqualTo(3);
            assertThat(found.answered()).isEmpty();
        }
    }

    @Test
    void whatComesAfterTheEndIsRefusedAndWhatCameBeforeIsStored() throws Exception {
        FileStore store = new FileStore(folder, KEPT);
        store.recover();
        CompletionStage<Void> before = store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full()))));
        store.close();
        store.close();
        await(before);
        assertThatThrownBy(() -> await(store.append(List.of(new Entry.Answered("x", 1)))))
                .hasMessage("the store in " + folder + " is closed");
    }

    /** Answers the journal. */
    private Path twoRevisions() throws Exception {
        try (FileStore store = new FileStore(folder, KEPT)) {
            store.recover();
            await(store.append(List.of(new Entry.Accepted(revision(1, SampleStates.full())))));
            await(store.append(List.of(new Entry.Accepted(revision(2, DesiredState.initial())))));
        }
        return journals().get(0);
    }

    private void assertThatStartSays(String sentence) {
        try (FileStore store = new FileStore(folder, KEPT)) {
            assertThatThrownBy(store::recover)
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(sentence)
                    .message()
                    .doesNotContain("\n");
        }
    }

    private static Revision revision(long number, DesiredState desired) {
        return new Revision(
                number, desired, "alice", Instant.ofEpochSecond(1_750_000_000 + number, 123_456_789), "why " + number);
    }

    private static void await(CompletionStage<Void> append) throws Exception {
        try {
            append.toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException refused ? refused : e;
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<Path> journals() throws IOException {
        return names().stream()
                .filter(name -> name.startsWith("journal-"))
                .map(folder::resolve)
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
