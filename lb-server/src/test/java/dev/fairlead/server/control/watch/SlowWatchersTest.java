package dev.fairlead.server.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceFutureStub;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.control.v1.WatchStateResponse.EventCase;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.control.ControlRig;
import dev.fairlead.server.control.Operator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many watchers, some of which never read: nobody else notices, and nothing piles up. */
class SlowWatchersTest {

    /** More revisions than the server keeps, of some kilobytes each. */
    private static final int CHANGES = 1_100;

    /** Readers are waited for in between: a hundred of them on a small machine may read more slowly than changes are made. */
    private static final int PARTS = 4;

    private static final int MEASURED = 100;
    private static final int WATCHERS_PER_CONNECTION = 30;

    private static final String LONG = "x".repeat(900);

    /** What the stuck ones would cost if it were kept for them is several times that. */
    private static final long MEGABYTES = 12L << 20;

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;
    private StuckRelay relay;
    private int changed;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2);
        operator = rig.operator();
        relay = new StuckRelay(rig.server().control());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        rig.close();
    }

    /** The median, in nanoseconds, of so many changes one after the other. */
    private long change(int times) {
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            operator.backends().updateBackend(next());
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        return took[times / 2];
    }

    /** So many changes as fast as they are taken. */
    private void burst(int times) throws Exception {
        BackendServiceFutureStub calls = BackendServiceGrpc.newFutureStub(operator.channel());
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(calls.updateBackend(next()));
        }
        for (Future<?> answer : answers) {
            answer.get(60, TimeUnit.SECONDS);
        }
    }

    private UpdateBackendRequest next() {
        changed++;
        return UpdateBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder().setId(rig.address(0)).putTags("note", LONG + changed))
                .setMessage(LONG + changed)
                .build();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void nobodyNoticesTheStuckOnesAndTheyBeginAnew() throws Exception {
        watch(15, 5);
    }

    @Test
    @Tag("stress")
    void nobodyNoticesTenStuckOnesAmongAHundred() throws Exception {
        watch(90, 10);
    }

    private void watch(int reading, int sticking) throws Exception {
        burst(CHANGES);
        long alone = change(MEASURED);

        List<Listening> stuck = new ArrayList<>();
        List<Listening> readers = new ArrayList<>();
        try (Operator slow = Operator.at(relay.address(), TestServer.TOKEN)) {
            for (int i = 0; i < sticking; i++) {
                stuck.add(Listening.from(slow.channel()));
            }
            for (Listening watcher : stuck) {
                watcher.next(EventCase.SNAPSHOT);
            }
            relay.stick();
            Operator other = rig.operator();
            for (int i = 0; i < reading; i++) {
                other = i % WATCHERS_PER_CONNECTION == 0 ? rig.operator() : other;
                readers.add(Listening.from(other.channel()));
            }
            for (Listening watcher : readers) {
                watcher.next(EventCase.SNAPSHOT);
            }
            WatchMetrics feeds = rig.server().get(WatchMetrics.class);
            assertThat(feeds.stateWatchers()).isEqualTo(reading + sticking);
            int first = (int) rig.history().current().number() + 1;
            long before = usedHeap();

            long watched = change(MEASURED);
            int last = first;
            for (int part = 0; part < PARTS; part++) {
                burst(CHANGES / PARTS);
                last = (int) rig.history().current().number();
                for (Listening watcher : readers) {
                    watcher.awaitRevision(last);
                }
            }
            for (Listening watcher : readers) {
                assertThat(watcher.revisions())
                        .isEqualTo(IntStream.rangeClosed(first, last).boxed().toList());
            }
            readers.forEach(Listening::forget);
            assertThat(usedHeap() - before).isLessThan(MEGABYTES);
            assertThat(watched).isLessThan(5 * alone + TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(feeds.stateWatchers()).isEqualTo(reading + sticking);

            relay.loosen();
            for (Listening watcher : stuck) {
                beginsAnew(watcher, first, last);
            }
            assertThat(feeds.resyncs()).isEqualTo(sticking);
        }
    }

    /** What it was told before it stuck has no gap, then it is told that it missed something, and how things are. */
    private void beginsAnew(Listening watcher, int first, int last) throws Exception {
        WatchStateResponse resync = watcher.next(EventCase.RESYNC);
        List<Integer> revisions = watcher.revisions();
        assertThat(revisions)
                .isEqualTo(
                        IntStream.range(first, first + revisions.size()).boxed().toList());
        assertThat(revisions).hasSizeLessThan(CHANGES);
        assertThat(resync.getResync().getReason()).startsWith("read too slowly: some revisions after ");
        WatchStateResponse message = watcher.next();
        StateSnapshot snapshot = message.getSnapshot();
        assertThat(message.getRevision()).isEqualTo(last);
        assertThat(snapshot.getBackends(0).getTagsOrThrow("note")).startsWith(LONG);
    }
}
