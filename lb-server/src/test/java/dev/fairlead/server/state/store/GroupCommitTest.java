package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.FaultyDisk.Effect;
import dev.fairlead.server.state.store.FaultyDisk.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the store's thread does with what waits, and without anything that waits. */
class GroupCommitTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final FaultyDisk disk = new FaultyDisk();
    private final CountDownLatch syncing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void whatWaitsForTheDiskIsStoredWithOneWriteAndOneSync() throws Exception {
        try (FileStore store = store()) {
            store.recover();
            disk.faults(this::holdTheFirstSync);
            List<CompletionStage<Void>> appends = appendWhileTheDiskIsBusy(store);
            released.countDown();
            for (CompletionStage<Void> append : appends) {
                append.toCompletableFuture().get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(writes).hasValue(2);
        assertThat(syncs).hasValue(2);
        try (FileStore store = new FileStore(disk.afterPowerLoss(), acknowledged(), Long.MAX_VALUE / 4, SOON)) {
            assertThat(store.recover().revisions()).hasSize(51);
        }
    }

    /** The others were made on top of it, so they go with it, and say what is missing. */
    @Test
    void whatBuildsOnARefusedChangeIsRefusedToo() throws Exception {
        try (FileStore store = store()) {
            store.recover();
            disk.faults((operation, kind) -> {
                holdTheFirstSync(operation, kind);
                return kind == Kind.SYNC && syncs.get() == 1 ? Effect.FAILS : Effect.DONE;
            });
            List<CompletionStage<Void>> appends = appendWhileTheDiskIsBusy(store);
            released.countDown();
            assertThatThrownBy(() -> appends.get(0).toCompletableFuture().get(1, TimeUnit.MINUTES))
                    .hasRootCauseMessage("Input/output error")
                    .cause()
                    .hasMessage("cannot sync data/journal-00000001: Input/output error");
            assertThatThrownBy(() -> appends.get(50).toCompletableFuture().get(1, TimeUnit.MINUTES))
                    .cause()
                    .hasMessage("revision 51 does not follow the last one that is stored, which is none");
            store.append(List.of(new Entry.Accepted(revision(1))))
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
        }
    }

    /** Until then the dead file is what a restart would read. */
    @Test
    void aDiskThatIsWellAgainIsFoundWithoutAnotherChange() throws Exception {
        CountDownLatch healed = new CountDownLatch(1);
        try (FileStore store = store()) {
            store.recover();
            disk.faults((operation, kind) -> kind == Kind.SYNC ? Effect.FAILS : Effect.DONE);
            assertThatThrownBy(() -> store.append(List.of(new Entry.Accepted(revision(1))))
                            .toCompletableFuture()
                            .get(1, TimeUnit.MINUTES))
                    .cause()
                    .isInstanceOf(StoreException.class);
            disk.faults((operation, kind) -> {
                if (kind == Kind.SYNC_FOLDER) {
                    healed.countDown();
                }
                return Effect.DONE;
            });
            assertThat(healed.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private List<CompletionStage<Void>> appendWhileTheDiskIsBusy(FileStore store) throws InterruptedException {
        List<CompletionStage<Void>> appends = new ArrayList<>();
        appends.add(store.append(List.of(new Entry.Accepted(revision(1)))));
        assertThat(syncing.await(1, TimeUnit.MINUTES)).isTrue();
        for (int number = 2; number <= 51; number++) {
            appends.add(store.append(List.of(new Entry.Accepted(revision(number)))));
        }
        return appends;
    }

    private Effect holdTheFirstSync(int operation, Kind kind) {
        if (kind == Kind.WRITE) {
            writes.incrementAndGet();
        }
        if (kind == Kind.SYNC && syncs.incrementAndGet() == 1) {
            syncing.countDown();
            try {
                assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Effect.DONE;
    }

    private FileStore store() {
        return new FileStore(disk, acknowledged(), Long.MAX_VALUE / 4, SOON);
    }

    private static Acknowledged acknowledged() {
        return new Acknowledged(100, 100);
    }

    private static Revision revision(int number) {
        DesiredState desired = DesiredState.initial().withPool(Pool.named("p" + number));
        return new Revision(number, desired, "bob", Instant.EPOCH, "");
    }
}
