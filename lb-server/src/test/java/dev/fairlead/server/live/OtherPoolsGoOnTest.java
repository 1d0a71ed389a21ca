package dev.fairlead.server.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.state.store.MemoryStore;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PluginThread;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While one pool's change waits for a strategy that hangs, other pools are changed, and their health counts. */
class OtherPoolsGoOnTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ForeignProvider foreign = new ForeignProvider();
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(1, FrontendListener.NONE, new MemoryStore(), LONG, foreign);
        rig.start(LiveRig.desired("round_robin", 3)
                .withPool(Pool.named("other")
                        .withHealthCheck(HealthPolicy.DEFAULT.withType(HealthType.NONE))
                        .withBackends(List.of(backend(1), backend(2)))));
        foreign.hold = new CountDownLatch(1);
    }

    @AfterEach
    void close() {
        foreign.hold.countDown();
        rig.close();
    }

    @Test
    void anotherPoolIsChangedMeanwhile() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        assertThat(rig.apply(new Change.AddBackend("other", backend(3))).revision())
                .isEqualTo(2);
        assertThat(rig.apply(new Change.RemoveBackend("other", "o1")).revision())
                .isEqualTo(3);
        assertThat(other()).containsExactly("o2", "o3");
        assertThat(slow).isNotDone();

        foreign.hold.countDown();
        assertThat(LiveRig.await(slow).revision()).isEqualTo(4);
        assertThat(rig.pool().strategy()).isEqualTo("foreign");
        assertThat(other()).containsExactly("o2", "o3");
        assertThat(rig.history.current().desired().pool("default").orElseThrow().strategy())
                .isEqualTo(StrategyChoice.of("foreign"));
    }

    @Test
    void anotherPoolsHealthCountsMeanwhile() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        RunningBackend dead =
                requireNonNull(rig.table().pool("other")).inRotation().get(0).running();
        rig.balancer.changed(
                dead,
                new HealthReport(
                        HealthState.DOWN, "dead", InstantSource.system().instant()));
        Await.until("o1 out", () -> other().equals(List.of("o2")));
        assertThat(slow).isNotDone();
    }

    @Test
    void whileAHealthChangeWaitsForAStrategyOtherPoolsFollowTheirsAndAreChanged() throws Exception {
        foreign.hold.countDown();
        rig.apply(PoolEdit.strategy("default", StrategyChoice.of("foreign")));
        foreign.hold = new CountDownLatch(1);
        rig.report("b1", HealthState.DOWN, "dead");
        Await.until("the strategy hangs", () -> foreign.asked.get() == 2);
        rig.balancer.changed(o1(), report(HealthState.DOWN));
        Await.until("o1 out", () -> other().equals(List.of("o2")));
        rig.apply(new Change.AddBackend("other", backend(3)));
        assertThat(other()).containsExactly("o2", "o3");
        foreign.hold.countDown();
        Await.until("b1 out", () -> rig.inRotation().equals(List.of("b2", "b3")));
    }

    @Test
    void whatCameAtTheSameTimeIsNotKeptByIt() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        CompletableFuture<ChangeResult> first = first(together);
        CompletableFuture<ChangeResult> before = submit(new Change.AddBackend("other", backend(4)));
        CompletableFuture<ChangeResult> slow = chooseForeign();
        CompletableFuture<ChangeResult> after = submit(new Change.AddBackend("other", backend(5)));
        together.countDown();
        LiveRig.await(first);
        LiveRig.await(before);
        LiveRig.await(after);
        assertThat(other()).containsExactly("o1", "o2", "o3", "o4", "o5");
        assertThat(slow).isNotDone();

        foreign.hold.countDown();
        assertThat(LiveRig.await(slow).revision()).isEqualTo(5);
    }

    @Test
    void aStrategyThatIsCreatedBesideItIsNotCreatedAgain() throws Exception {
        ForeignProvider prompt = new ForeignProvider("prompt");
        try (PluginThread thread = new PluginThread("prompt", LONG)) {
            rig.catalogue.exchange(List.of(), List.of(new CatalogueEntry(prompt, "prompt", "", thread)));
            foreign.hold.countDown();
            foreign.holdCreate = new CountDownLatch(1);
            CountDownLatch together = new CountDownLatch(1);
            CompletableFuture<ChangeResult> first = first(together);
            CompletableFuture<ChangeResult> slow = chooseForeign();
            CompletableFuture<ChangeResult> quick = submit(PoolEdit.strategy("other", StrategyChoice.of("prompt")));
            together.countDown();
            LiveRig.await(first);
            assertThat(LiveRig.await(quick).revision()).isEqualTo(3);
            assertThat(slow).isNotDone();
            foreign.holdCreate.countDown();
            assertThat(LiveRig.await(slow).revision()).isEqualTo(4);
            rig.settle();
            assertThat(prompt.closed.get() + foreign.closed.get()).isZero();
            assertThat(prompt.abused.get() + foreign.abused.get()).isZero();
            assertThat(prompt.asked).hasValue(1);
            assertThat(foreign.asked).hasValue(1);
        }
    }

    @Test
    void whatComesAfterItForTheSamePoolStaysAfterIt() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        rig.apply(new Change.AddBackend("other", backend(3)));
        CompletableFuture<ChangeResult> same = submit(new Change.AddBackend("default", LiveRig.declared(4)));
        CompletableFuture<ChangeResult> both =
                submit(new Change.RemoveBackend("other", "o1"), new Change.RemoveBackend("default", "b1"));
        CompletableFuture<ChangeResult> afterBoth = submit(new Change.RemoveBackend("other", "o2"));
        rig.apply(new Change.AddPool(Pool.named("third").withBackends(List.of(backend(9)))));
        assertThat(List.of(slow, same, both, afterBoth)).noneMatch(CompletableFuture::isDone);

        foreign.hold.countDown();
        assertThat(LiveRig.await(slow).revision()).isEqualTo(4);
        assertThat(LiveRig.await(same).revision()).isEqualTo(5);
        assertThat(LiveRig.await(both).revision()).isEqualTo(6);
        assertThat(LiveRig.await(afterBoth).revision()).isEqualTo(7);
        assertThat(rig.inRotation()).containsExactly("b2", "b3", "b4");
        assertThat(other()).containsExactly("o3");
    }

    @Test
    void whatItIsToBringIsNotTakenForGone() throws Exception {
        foreign.hold.countDown();
        rig.apply(PoolEdit.strategy("default", StrategyChoice.of("foreign")));
        foreign.hold = new CountDownLatch(1);
        CompletableFuture<ChangeResult> slow = submit(new Change.AddBackend("default", LiveRig.declared(4)));
        rig.apply(new Change.RemoveBackend("other", "o1"));
        foreign.hold.countDown();
        LiveRig.await(slow);
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3", "b4");
        assertThat(rig.running("b4").isRetired()).isFalse();
    }

    @Test
    void aDryRunThatWaitsKeepsNobodyFromTheSamePool() throws Exception {
        CompletableFuture<ChangeResult> trial = rig.balancer
                .apply(new ChangeSet(
                        List.of(PoolEdit.strategy("default", StrategyChoice.of("foreign"))),
                        ChangeTerms.by("test", "").asDryRun()))
                .toCompletableFuture();
        rig.apply(new Change.AddBackend("default", LiveRig.declared(4)));
        assertThat(trial).isNotDone();
        foreign.hold.countDown();
        assertThat(LiveRig.await(trial).dryRun()).isTrue();
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3", "b4");
    }

    @Test
    void ifItFailsInTheEndTheOthersStay() throws Exception {
        foreign.failing = true;
        CompletableFuture<ChangeResult> slow = chooseForeign();
        rig.apply(new Change.AddBackend("other", backend(3)));
        foreign.hold.countDown();
        ChangeRefused refused = rig.refused(slow);
        assertThat(refused.sentence()).contains("cannot build");
        assertThat(refused.field()).isEqualTo("pools.default.strategy");
        assertThat(rig.pool().strategy()).isEqualTo("round_robin");
        assertThat(other()).containsExactly("o1", "o2", "o3");
        Await.until("closed", () -> foreign.closed.get() == 1);
    }

    @Test
    void whoMeantAnotherRevisionIsToldSo() throws Exception {
        CompletableFuture<ChangeResult> slow = rig.balancer
                .apply(new ChangeSet(
                        List.of(PoolEdit.strategy("default", StrategyChoice.of("foreign"))),
                        ChangeTerms.by("test", "").withIfRevision(1)))
                .toCompletableFuture();
        rig.apply(new Change.AddBackend("other", backend(3)));
        foreign.hold.countDown();
        assertThat(rig.refused(slow).kind()).isEqualTo(ChangeRefused.Kind.STALE);
        Await.until("closed", () -> foreign.closed.get() == 1);
    }

    @Test
    void aPluginThatWasReplacedMeanwhileIsTakenInItsNewVersion() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        Await.until("it is being built", () -> foreign.asked.get() == 1);
        ForeignProvider next = new ForeignProvider();
        try (PluginThread thread = new PluginThread("next", LONG)) {
            rig.catalogue.exchange(
                    List.of(rig.catalogue.find("foreign")), List.of(new CatalogueEntry(next, "foreign", "", thread)));
            LiveRig.await(rig.balancer.renewStrategies());
            assertThat(slow).isNotDone();
            foreign.hold.countDown();
            LiveRig.await(slow);
            Await.until("the old version is closed", () -> foreign.closed.get() == 1);
            rig.apply(PoolEdit.strategy("default", StrategyChoice.of("random")));
            Await.until("the new version served", () -> next.closed.get() == 1);
        }
    }

    @Test
    void nothingIsSettledBeforeItIs() throws Exception {
        CompletableFuture<ChangeResult> slow = chooseForeign();
        rig.apply(new Change.AddBackend("other", backend(3)));
        CompletableFuture<Void> settled = rig.balancer.settled().toCompletableFuture();
        rig.apply(new Change.RemoveBackend("other", "o3"));
        assertThat(settled).isNotDone();
        foreign.hold.countDown();
        LiveRig.await(settled);
        assertThat(slow).isDone();
    }

    /** Begins when it may; what is submitted before that waits together after it. */
    private CompletableFuture<ChangeResult> first(CountDownLatch mayBegin) {
        rig.control.execute(() -> await(mayBegin));
        return submit(new Change.AddBackend("other", backend(3)));
    }

    private CompletableFuture<ChangeResult> chooseForeign() {
        return submit(PoolEdit.strategy("default", StrategyChoice.of("foreign")));
    }

    private CompletableFuture<ChangeResult> submit(Change... changes) {
        CompletionStage<ChangeResult> answer = rig.balancer.apply(ChangeSet.of("test", changes));
        return answer.toCompletableFuture();
    }

    private List<String> other() {
        PoolTable pool = requireNonNull(rig.table().pool("other"));
        return pool.inRotation().stream()
                .map(BackendView::running)
                .map(RunningBackend::id)
                .toList();
    }

    private RunningBackend o1() {
        return requireNonNull(rig.table().pool("other")).inRotation().get(0).running();
    }

    private static HealthReport report(HealthState state) {
        return new HealthReport(state, "reported", InstantSource.system().instant());
    }

    private static Backend backend(int number) {
        return Backend.at("127.0.0.1:" + (21000 + number)).withId("o" + number);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
