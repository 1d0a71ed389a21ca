package dev.fairlead.server.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.FileStore;
import dev.fairlead.server.state.store.Recovered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pool's strategy hangs while hundreds want to change that pool, and others other pools. */
class WaitingOrdersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MANY = 600;

    private final ForeignProvider foreign = new ForeignProvider();
    private final AtomicInteger made = new AtomicInteger();

    @TempDir
    private Path folder;

    private FileStore store;
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        store = new FileStore(folder, 1000);
        store.recover();
        rig = new LiveRig(1, FrontendListener.NONE, store, LONG, foreign);
        rig.start(twoPools());
        foreign.hold = new CountDownLatch(1);
    }

    @AfterEach
    void close() {
        foreign.hold.countDown();
        rig.close();
        store.close();
    }

    @Test
    void anOrderThatWaitsIsNotMadeAgainAndAgain() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        List<CompletableFuture<ChangeResult>> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(submit(weight("default", "b1", 2 + i)));
        }
        for (int i = 0; i < 100; i++) {
            rig.apply(new Change.SetWeight("other", "o1", 2 + i));
        }
        assertThat(slow).isNotDone();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(made).as("while they wait").hasValue(0);

        foreign.hold.countDown();
        assertThat(LiveRig.await(slow).revision()).isEqualTo(102);
        for (int i = 0; i < MANY; i++) {
            assertThat(LiveRig.await(waiting.get(i)).revision()).isEqualTo(103 + i);
        }
        assertThat(made).as("when it begins, and when it is committed").hasValue(2 * MANY);
        assertThat(foreign.asked.get()).as("selectors for all of them").isLessThanOrEqualTo(1 + 1 + MANY / 256 + 1);
    }

    @Test
    void aDocumentThatWaitsIsNotMadeAgainAndAgain() throws Exception {
        List<CompletableFuture<ChangeResult>> waiting = new ArrayList<>();
        CompletableFuture<ChangeResult> slow = chooseForeign();
        for (int i = 0; i < 50; i++) {
            int weight = 2 + i;
            waiting.add(rig.balancer
                    .apply(new ChangeSet(
                            List.of(
                                    weight("default", "b1", weight),
                                    new Change.ReplaceAll(changed(weight), "document " + weight)),
                            ChangeTerms.by("test", "")))
                    .toCompletableFuture());
        }
        for (int i = 0; i < 50; i++) {
            rig.apply(new Change.SetWeight("other", "o1", 2 + i));
        }
        assertThat(made).hasValue(0);
        foreign.hold.countDown();
        LiveRig.await(slow);
        for (CompletableFuture<ChangeResult> document : waiting) {
            LiveRig.await(document);
        }
        assertThat(made.get())
                .as("also those that found more to change than they knew")
                .isLessThanOrEqualTo(4 * 50);
        assertThat(rig.history.current().desired()).isEqualTo(changed(51));
    }

    @Test
    void dryRunsOfAPoolThatHangsKeepNobodyElse() throws Exception {
        ChangeTerms dry = ChangeTerms.by("test", "").asDryRun();
        List<CompletableFuture<ChangeResult>> trials = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            trials.add(rig.balancer
                    .apply(new ChangeSet(List.of(PoolEdit.strategy("default", StrategyChoice.of("foreign"))), dry))
                    .toCompletableFuture());
        }
        CompletableFuture<ChangeResult> elsewhere = rig.balancer
                .apply(new ChangeSet(List.of(new Change.AddBackend("other", backend(3))), dry))
                .toCompletableFuture();
        assertThat(LiveRig.await(elsewhere).dryRun()).isTrue();
        assertThat(rig.apply(new Change.AddBackend("default", LiveRig.declared(4)))
                        .revision())
                .isEqualTo(2);
        assertThat(trials).noneMatch(CompletableFuture::isDone);
        foreign.hold.countDown();
        for (CompletableFuture<ChangeResult> trial : trials) {
            assertThat(LiveRig.await(trial).changed()).isFalse();
        }
    }

    @Test
    void aDocumentThatOthersOvertookIsPreparedAnewAndTakesBackWhatTheyDid() throws Exception {
        DesiredState document = twoPools()
                .withPool(twoPools().pool("default").orElseThrow().withStrategy(StrategyChoice.of("foreign")));
        CompletableFuture<ChangeResult> whole = submit(new Change.ReplaceAll(document, "a document"));
        Await.until("its strategy hangs", () -> foreign.asked.get() == 1);
        assertThat(rig.apply(new Change.AddBackend("other", backend(3))).revision())
                .isEqualTo(2);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch first = foreign.hold;
        foreign.hold = second;
        first.countDown();
        Await.until("it is prepared again", () -> foreign.asked.get() == 2);
        CompletableFuture<ChangeResult> behind = submit(new Change.RemoveBackend("other", "o3"));
        assertThat(whole).isNotDone();
        second.countDown();

        assertThat(LiveRig.await(whole).revision()).isEqualTo(3);
        assertThat(rig.history.stateOf(3)).isEqualTo(document);
        assertThat(rig.refused(behind).sentence()).contains("has no backend \"o3\"");
        assertThat(other()).containsExactly("o1", "o2");
        Await.until("the first strategy is closed", () -> foreign.closed.get() == 1);
    }

    @Test
    void ofTwoDocumentsThatMeetTheSecondIsMadeOfWhatTheFirstLeaves() throws Exception {
        DesiredState one = twoPools()
                .withPool(twoPools().pool("default").orElseThrow().withStrategy(StrategyChoice.of("foreign")));
        DesiredState two = new Change.AddBackend("other", backend(3)).applyTo(twoPools());
        CompletableFuture<ChangeResult> first = submit(new Change.ReplaceAll(one, "one"));
        CompletableFuture<ChangeResult> second = submit(new Change.ReplaceAll(two, "two"));
        assertThat(LiveRig.await(second).revision()).isEqualTo(2);
        foreign.hold.countDown();
        assertThat(LiveRig.await(first).revision()).isEqualTo(3);
        assertThat(rig.history.current().desired()).isEqualTo(one);
        assertThat(other()).containsExactly("o1", "o2");
        assertThat(rig.pool().strategy()).isEqualTo("foreign");
    }

    @Test
    void whoGivesUpWhileHeWaitsIsNotServedAndWhoComesNextIs() throws Exception {
        AtomicBoolean there = new AtomicBoolean(true);
        ChangeTerms patient = new ChangeTerms("ann", "", OptionalLong.empty(), "", false, false, there::get);
        CompletableFuture<ChangeResult> slow = chooseForeign();
        CompletableFuture<ChangeResult> gone = rig.balancer
                .apply(new ChangeSet(List.of(weight("default", "b1", 9)), patient))
                .toCompletableFuture();
        CompletableFuture<ChangeResult> next = submit(weight("default", "b2", 9));
        there.set(false);
        foreign.hold.countDown();
        LiveRig.await(slow);
        assertThat(LiveRig.await(next).revision()).isEqualTo(3);
        Await.until("it is given up", gone::isCompletedExceptionally);
        assertThat(rig.view("b1").desired().weight()).isEqualTo(1);
    }

    @Test
    void ofWhatIsUnderWayWhenTheProcessEndsNothingIsThereAfterwards() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        CompletableFuture<ChangeResult> behind = submit(weight("default", "b1", 9));
        rig.apply(new Change.AddBackend("other", backend(3)));
        rig.close();
        assertThat(slow).isNotDone();
        assertThat(behind).isNotDone();
        store.close();

        Recovered left;
        try (FileStore next = new FileStore(folder, 1000)) {
            left = next.recover();
        }
        assertThat(left.revisions()).extracting(Revision::number).containsExactly(1L, 2L);
        assertThat(left.revisions().get(1).desired())
                .isEqualTo(new Change.AddBackend("other", backend(3)).applyTo(twoPools()));
    }

    /** What comes afterwards does not go with it. */
    private CompletableFuture<ChangeResult> chooseForeign() throws Exception {
        CompletableFuture<ChangeResult> slow = submit(PoolEdit.strategy("default", StrategyChoice.of("foreign")));
        Await.until("its strategy hangs", () -> foreign.asked.get() == 1);
        return slow;
    }

    private CompletableFuture<ChangeResult> submit(Change... changes) {
        return rig.balancer.apply(ChangeSet.of("test", changes)).toCompletableFuture();
    }

    /** Counts how often it is made. */
    private Change weight(String pool, String id, int weight) {
        return new Change.EditBackend(pool, id, "weight " + weight, backend -> {
            made.incrementAndGet();
            return backend.withWeight(weight);
        });
    }

    private static DesiredState changed(int weight) {
        return new Change.SetWeight("default", "b1", weight).applyTo(twoPools());
    }

    private static DesiredState twoPools() {
        return LiveRig.desired("round_robin", 3)
                .withPool(Pool.named("other")
                        .withHealthCheck(HealthPolicy.DEFAULT.withType(HealthType.NONE))
                        .withBackends(List.of(backend(1), backend(2))));
    }

    private List<String> other() {
        return requireNonNull(rig.table().pool("other")).inRotation().stream()
                .map(view -> view.running().id())
                .toList();
    }

    private static Backend backend(int number) {
        return Backend.at("127.0.0.1:" + (21000 + number)).withId("o" + number);
    }
}
