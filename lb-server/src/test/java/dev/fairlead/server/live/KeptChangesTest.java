package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.Entry;
import dev.fairlead.server.state.store.Recovered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is acknowledged is kept, and what cannot be kept is not seen. */
class KeptChangesTest {
    private final HeldStore store = new HeldStore();
    private final List<String> frontendChanges = new ArrayList<>();
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(2, this::frontendChanged, store);
        CompletionStage<ChangeResult> started =
                rig.balancer.start(LiveRig.desired("round_robin", 3), Recovered.NOTHING);
        store.next().succeed();
        LiveRig.await(started);
        LiveRig.await(rig.health.firstRound());
        rig.settle();
        frontendChanges.clear();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void frontendChanged(Frontend before, Frontend now) {
        frontendChanges.add(before.listen() + " -> " + now.listen());
    }

    @Test
    void nothingIsSeenOrAcknowledgedBeforeItIsDurable() throws Exception {
        CompletionStage<ChangeResult> change = ask(new Change.SetWeight("default", "b1", 7));
        HeldStore.Append append = store.next();
        rig.report("b3", HealthState.DOWN, "dead");
        Await.until("health goes on meanwhile", () -> !rig.inRotation().contains("b3"));
        assertThat(change.toCompletableFuture()).isNotDone();
        assertThat(rig.view("b1").desired().weight()).isEqualTo(1);

        append.succeed();
        assertThat(LiveRig.await(change).revision()).isEqualTo(2);
        assertThat(rig.view("b1").desired().weight()).isEqualTo(7);
        rig.settle();
        assertThat(rig.inRotation()).containsExactly("b1", "b2");
    }

    @Test
    void whatCannotBeKeptIsRefusedAndLeavesNoTrace() throws Exception {
        RoutingTable before = rig.table();
        CompletionStage<ChangeResult> change = ask(
                new Change.AddBackend("default", LiveRig.declared(4)),
                PoolEdit.strategy("default", StrategyChoice.of("p2c")),
                new Change.EditFrontend(
                        "the frontend",
                        present -> before.frontend().withListen(new SocketAddressSpec("127.0.0.1", 9999))));
        store.next().fail("cannot write data/journal: No space left on device");
        ChangeRefused refused = rig.refused(change);
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.STORE_FAILED);
        assertThat(refused.sentence()).isEqualTo("cannot write data/journal: No space left on device");
        rig.settle();
        assertThat(rig.table()).isSameAs(before);
        assertThat(rig.history.current().number()).isEqualTo(1);
        assertThat(frontendChanges).containsExactly("0.0.0.0:8080 -> 127.0.0.1:9999", "127.0.0.1:9999 -> 0.0.0.0:8080");

        CompletionStage<ChangeResult> next = ask(new Change.SetWeight("default", "b1", 2));
        store.next().succeed();
        assertThat(LiveRig.await(next).revision()).isEqualTo(2);
    }

    @Test
    void whatWaitsGoesTogetherAndEachIsARevision() throws Exception {
        CompletionStage<ChangeResult> first = ask(new Change.SetWeight("default", "b1", 100));
        HeldStore.Append held = store.next();
        List<CompletionStage<ChangeResult>> more = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            more.add(ask(new Change.SetWeight("default", "b1", i)));
        }
        CompletionStage<ChangeResult> same = ask(new Change.SetWeight("default", "b1", 20));
        CompletionStage<ChangeResult> bad = ask(new Change.SetWeight("default", "b9", 1));
        held.succeed();
        HeldStore.Append together = store.next();
        assertThat(together.revisions()).hasSize(20).startsWith(3L).endsWith(22L);
        together.succeed();

        assertThat(LiveRig.await(first).revision()).isEqualTo(2);
        for (int i = 0; i < more.size(); i++) {
            assertThat(LiveRig.await(more.get(i)).revision()).isEqualTo(3 + i);
        }
        assertThat(LiveRig.await(same).changed()).isFalse();
        assertThat(LiveRig.await(same).revision()).isEqualTo(22);
        assertThat(rig.refused(bad).kind()).isEqualTo(ChangeRefused.Kind.NOT_FOUND);
        assertThat(rig.view("b1").desired().weight()).isEqualTo(20);
    }

    @Test
    void oneThatFailsInCompanyDoesNotTakeTheOthersWithIt() throws Exception {
        CompletionStage<ChangeResult> first = ask(new Change.SetWeight("default", "b1", 100));
        HeldStore.Append held = store.next();
        CompletionStage<ChangeResult> before = ask(new Change.SetWeight("default", "b1", 2));
        CompletionStage<ChangeResult> wrong = ask(PoolEdit.strategy("default", StrategyChoice.of("nonsense")));
        CompletionStage<ChangeResult> after = ask(new Change.SetWeight("default", "b2", 2));
        held.succeed();
        store.next().succeed();
        store.next().succeed();
        LiveRig.await(first);
        assertThat(LiveRig.await(before).revision()).isEqualTo(3);
        assertThat(LiveRig.await(after).revision()).isEqualTo(4);
        assertThat(rig.refused(wrong).kind()).isEqualTo(ChangeRefused.Kind.NOT_FOUND);
    }

    @Test
    void aRepeatedRequestIsAnsweredAsTheFirst() throws Exception {
        ChangeTerms terms = ChangeTerms.by("ann", "").withRequestId("r-1");
        CompletionStage<ChangeResult> first = ask(terms, new Change.SetWeight("default", "b1", 7));
        HeldStore.Append append = store.next();
        assertThat(append.entries()).contains(new Entry.Answered("r-1", 2));
        CompletionStage<ChangeResult> meanwhile = ask(terms, new Change.SetWeight("default", "b1", 7));
        append.succeed();
        assertThat(LiveRig.await(first).repeated()).isFalse();
        assertThat(LiveRig.await(meanwhile).repeated()).isTrue();
        assertThat(LiveRig.await(meanwhile).toString()).isEqualTo("revision 2");
        assertThat(LiveRig.await(meanwhile).differences())
                .isEqualTo(LiveRig.await(first).differences());

        CompletionStage<ChangeResult> other = ask(new Change.SetWeight("default", "b1", 1));
        store.next().succeed();
        LiveRig.await(other);
        assertThat(LiveRig.await(ask(terms, new Change.SetWeight("default", "b1", 7)))
                        .revision())
                .isEqualTo(2);
        assertThat(rig.view("b1").desired().weight()).isEqualTo(1);
        assertThat(store.isIdle()).isTrue();
    }

    @Test
    void ofTwoOnTheSameRevisionOneWinsAndTheOtherIsToldWhatCame() throws Exception {
        CompletionStage<ChangeResult> ann =
                ask(ChangeTerms.by("ann", "more for b1").withIfRevision(1), new Change.SetWeight("default", "b1", 7));
        HeldStore.Append append = store.next();
        CompletionStage<ChangeResult> bob =
                ask(ChangeTerms.by("bob", "").withIfRevision(1), new Change.SetWeight("default", "b1", 9));
        append.succeed();
        assertThat(LiveRig.await(ann).revision()).isEqualTo(2);
        ChangeRefused refused = rig.refused(bob);
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.STALE);
        assertThat(refused.sentence())
                .isEqualTo("the current revision is 2, not 1; review it and try again; revision 2 by ann: more for b1"
                        + " (pool default backend b1 weight 1 -> 7)");
    }

    @Test
    void aDryRunSaysWhatWouldBeAndChangesNothing() throws Exception {
        RoutingTable before = rig.table();
        ChangeTerms dry = ChangeTerms.by("ann", "").asDryRun();
        ChangeResult result = LiveRig.await(ask(
                dry,
                new Change.RemoveBackend("default", "b1"),
                new Change.RemoveBackend("default", "b2"),
                new Change.RemoveBackend("default", "b3")));
        assertThat(result.changed()).isFalse();
        assertThat(result.differences()).hasSize(3);
        assertThat(result.refusals())
                .containsExactly("pool default would be left with no backend that takes requests,"
                        + " expected at least 1 (min-healthy)");
        assertThat(result.forecasts())
                .extracting(Forecast::pool, Forecast::method)
                .containsExactly(tuple("default", "3 -> 0"));
        assertThat(rig.refused(ask(dry, PoolEdit.strategy("default", StrategyChoice.of("nonsense"))))
                        .kind())
                .isEqualTo(ChangeRefused.Kind.NOT_FOUND);
        assertThat(rig.table()).isSameAs(before);
        assertThat(store.isIdle()).isTrue();
    }

    @Test
    void aPoolKeepsTheCapacityThatItNeedsUnlessForced() throws Exception {
        rig.report("b1", HealthState.DOWN, "dead");
        rig.report("b2", HealthState.DOWN, "dead");
        rig.settle();
        ChangeRefused refused = rig.refused(ask(new Change.SetWeight("default", "b3", 0)));
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.PRECONDITION);
        assertThat(refused.sentence())
                .contains("pool default would be left with no backend that takes requests")
                .contains("force");

        CompletionStage<ChangeResult> harmless = ask(new Change.RemoveBackend("default", "b1"));
        store.next().succeed();
        LiveRig.await(harmless);
        CompletionStage<ChangeResult> forced =
                ask(ChangeTerms.by("ann", "").forced(), new Change.SetWeight("default", "b3", 0));
        store.next().succeed();
        LiveRig.await(forced);
        assertThat(rig.inRotation()).isEmpty();
    }

    @Test
    void allBackendsCanBeReplacedByNewOnes() throws Exception {
        CompletionStage<ChangeResult> change = ask(
                new Change.AddBackend("default", LiveRig.declared(7)),
                new Change.RemoveBackend("default", "b1"),
                new Change.RemoveBackend("default", "b2"),
                new Change.RemoveBackend("default", "b3"));
        store.next().succeed();
        assertThat(LiveRig.await(change).changed()).isTrue();
    }

    @Test
    void aRestartGoesOnWhereTheFormerProcessWas() throws Exception {
        DesiredState base = LiveRig.desired("round_robin", 3);
        DesiredState running = new Change.SetWeight("default", "b1", 7).applyTo(base);
        Recovered former = new Recovered(
                List.of(
                        new Revision(16, base, "file", Instant.EPOCH, "start"),
                        new Revision(17, running, "ann", Instant.EPOCH, "more for b1")),
                base,
                Map.of("r-9", 17L));
        try (LiveRig again = new LiveRig(1, FrontendListener.NONE, new HeldStore())) {
            ChangeResult unchanged = again.start(base, former);
            assertThat(unchanged.changed()).isFalse();
            assertThat(unchanged.revision()).isEqualTo(17);
            assertThat(again.table().revision()).isEqualTo(17);
            assertThat(again.view("b1").desired().weight()).isEqualTo(7);
            ChangeTerms repeat = ChangeTerms.by("ann", "").withRequestId("r-9");
            ChangeSet change = new ChangeSet(List.of(new Change.SetWeight("default", "b1", 7)), repeat);
            assertThat(LiveRig.await(again.balancer.apply(change)).revision()).isEqualTo(17);
        }
        HeldStore changed = new HeldStore();
        try (LiveRig again = new LiveRig(1, FrontendListener.NONE, changed)) {
            CompletionStage<ChangeResult> start = again.balancer.start(LiveRig.desired("round_robin", 4), former);
            HeldStore.Append append = changed.next();
            assertThat(append.revisions()).containsExactly(18L);
            assertThat(append.entries()).contains(new Entry.FileApplied(LiveRig.desired("round_robin", 4)));
            append.succeed();
            assertThat(LiveRig.await(start).revision()).isEqualTo(18);
            assertThat(again.view("b1").desired().weight()).isEqualTo(7);
            assertThat(again.view("b4").desired().weight()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAskedBeforeTheStartWaitsForIt() throws Exception {
        HeldStore own = new HeldStore();
        try (LiveRig early = new LiveRig(1, FrontendListener.NONE, own)) {
            CompletionStage<ChangeResult> change =
                    early.balancer.apply(ChangeSet.of("ann", new Change.SetWeight("default", "b1", 7)));
            CompletionStage<ChangeResult> start =
                    early.balancer.start(LiveRig.desired("round_robin", 3), Recovered.NOTHING);
            own.next().succeed();
            assertThat(LiveRig.await(start).revision()).isEqualTo(1);
            assertThat(LiveRig.await(change).revision()).isEqualTo(2);
        }
    }

    private CompletionStage<ChangeResult> ask(Change... changes) {
        return rig.balancer.apply(ChangeSet.of("test", changes));
    }

    private CompletionStage<ChangeResult> ask(ChangeTerms terms, Change... changes) {
        return rig.balancer.apply(new ChangeSet(List.of(changes), terms));
    }
}
