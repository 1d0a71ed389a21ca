package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.PoolEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final List<String> frontendChanges = new ArrayList<>();
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(2, this::frontendChanged);
        rig.start(LiveRig.desired("round_robin", 3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void frontendChanged(Frontend before, Frontend now) {
        if (now.listen().port() == 1) {
            throw new ChangeRefused(ChangeRefused.Kind.PRECONDITION, "listen", "port 1 is in use");
        }
        frontendChanges.add(before.listen() + " -> " + now.listen());
    }

    @Test
    void theFirstReadingIsRevisionOneAndServes() {
        assertThat(rig.history.current().number()).isEqualTo(1);
        assertThat(rig.table().revision()).isEqualTo(1);
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
        assertThat(rig.pool().strategy()).isEqualTo("round_robin");
    }

    @Test
    void anAcknowledgedChangeIsRouted() throws Exception {
        ChangeResult result = rig.apply(
                new Change.AddBackend("default", LiveRig.declared(4)),
                new Change.SetWeight("default", "b1", 0),
                new Change.SetAdminState("default", "b2", AdminState.DRAIN));
        assertThat(result.revision()).isEqualTo(2);
        assertThat(rig.table().revision()).isEqualTo(2);
        assertThat(rig.inRotation()).containsExactly("b3", "b4");
        assertThat(rig.view("b2").eligibility().kind()).isEqualTo(Eligibility.Kind.DRAINING);
        assertThat(rig.view("b1").eligibility().reason()).isEqualTo("weight is 0");
    }

    @Test
    void survivorsKeepWhatTheyAreAndTheRemovedAreRetired() throws Exception {
        RunningBackend stays = rig.running("b1");
        RunningBackend goes = rig.running("b2");
        goes.enter();
        rig.apply(new Change.RemoveBackend("default", "b2"), new Change.SetWeight("default", "b1", 5));
        assertThat(rig.running("b1")).isSameAs(stays);
        assertThat(goes.isRetired()).isTrue();
        assertThat(goes.inFlight()).isEqualTo(1);
        assertThat(rig.inRotation()).containsExactly("b1", "b3");
    }

    @Test
    void policiesChangeWithoutANewSelector() throws Exception {
        var selector = rig.pool().selector();
        Timeouts quick = Timeouts.DEFAULT.withPerTry(Duration.ofSeconds(1));
        rig.apply(
                PoolEdit.timeouts("default", quick),
                PoolEdit.connections("default", new Connections(1, Duration.ofSeconds(1), 2)));
        assertThat(rig.pool().policy().timeouts()).isEqualTo(quick);
        assertThat(rig.pool().selector()).isSameAs(selector);
    }

    @Test
    void aStrategyIsReplacedWhileRunning() throws Exception {
        rig.apply(PoolEdit.strategy("default", StrategyChoice.of("least-connections")));
        assertThat(rig.pool().strategy()).isEqualTo("least_connections");
    }

    @Test
    void refusalsAndNoOpsConsumeNoRevision() throws Exception {
        RoutingTable before = rig.table();
        ChangeRefused unknown = rig.refused(
                rig.balancer.apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("leastconn")))));
        assertThat(unknown.kind()).isEqualTo(ChangeRefused.Kind.NOT_FOUND);
        assertThat(unknown.field()).isEqualTo("pools.default.strategy");
        assertThat(unknown.sentence()).contains("did you mean \"least_connections\"?");

        ChangeRefused option = rig.refused(rig.balancer.apply(ChangeSet.of(
                "test",
                new Change.AddBackend("default", LiveRig.declared(9)),
                PoolEdit.strategy("default", new StrategyChoice("round_robin", Map.of("speed", "9"))))));
        assertThat(option.kind()).isEqualTo(ChangeRefused.Kind.INVALID);
        assertThat(option.field()).isEqualTo("pools.default.strategy.speed");

        rig.refused(rig.balancer.apply(ChangeSet.of("test", new Change.RemoveBackend("default", "b9"))));
        assertThat(rig.apply(new Change.SetWeight("default", "b1", 1)).revision())
                .isEqualTo(1);
        rig.settle();
        assertThat(rig.table()).isSameAs(before);
        assertThat(rig.apply(new Change.SetWeight("default", "b1", 2)).revision())
                .isEqualTo(2);
    }

    @Test
    void healthMovesBackendsWithoutARevision() throws Exception {
        rig.report("b2", HealthState.DOWN, "GET /health answered 500, expected 200-299");
        rig.settle();
        assertThat(rig.inRotation()).containsExactly("b1", "b3");
        assertThat(rig.view("b2").eligibility().toString())
                .isEqualTo("down (GET /health answered 500, expected 200-299)");
        assertThat(rig.table().revision()).isEqualTo(1);

        rig.report("b1", HealthState.DOWN, "dead");
        rig.report("b3", HealthState.DOWN, "dead");
        rig.settle();
        assertThat(rig.inRotation()).isEmpty();
        assertThat(rig.pool().selector()).isNull();

        rig.report("b3", HealthState.UP, "");
        rig.settle();
        assertThat(rig.inRotation()).containsExactly("b3");
    }

    @Test
    void manyReportsInOneBurstAreOneTable() throws Exception {
        long before = rig.table().generation();
        rig.control.execute(() -> {
            for (int i = 0; i < 1000; i++) {
                for (String id : List.of("b1", "b2", "b3")) {
                    try {
                        rig.report(id, i % 2 == 0 ? HealthState.DOWN : HealthState.UP, "flapping");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            }
        });
        rig.settle();
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
        // each draft and each published table takes one number
        assertThat(rig.table().generation() - before).isLessThanOrEqualTo(4);
    }

    @Test
    void anUnprobedNewcomerIsShownAndNotUsed() throws Exception {
        rig.apply(PoolEdit.health("default", HealthPolicy.DEFAULT.withTimeout(Duration.ofSeconds(5))));
        rig.apply(new Change.AddBackend("default", LiveRig.declared(7)));
        assertThat(rig.view("b7").eligibility().kind()).isNotEqualTo(Eligibility.Kind.READY);
        assertThat(rig.inRotation()).doesNotContain("b7");
    }

    private ChangeResult reload(DesiredState file) throws Exception {
        return LiveRig.await(rig.balancer.reload(file, ChangeTerms.by("file", "SIGHUP")));
    }

    @Test
    void aReloadChangesWhatChangedInTheFile() throws Exception {
        rig.apply(new Change.SetWeight("default", "b1", 7), new Change.AddBackend("default", LiveRig.declared(8)));
        DesiredState first = LiveRig.desired("round_robin", 3);
        assertThat(reload(first).revision()).isEqualTo(2);

        assertThat(reload(LiveRig.desired("p2c", 2)).revision()).isEqualTo(3);
        assertThat(rig.history.current().author()).isEqualTo("file");
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b8");
        assertThat(rig.view("b1").desired().weight()).isEqualTo(7);
        assertThat(rig.pool().strategy()).isEqualTo("p2c");
        assertThat(reload(LiveRig.desired("p2c", 2)).changed()).isFalse();
    }

    @Test
    void aRefusedReloadIsNoNewBase() throws Exception {
        DesiredState bad = LiveRig.desired("nonsense", 2);
        rig.refused(rig.balancer.reload(bad, ChangeTerms.by("file", "")));
        reload(LiveRig.desired("round_robin", 2));
        assertThat(rig.inRotation())
                .as("b3 was removed since the last applied file")
                .containsExactly("b1", "b2");
    }

    @Test
    void aRollbackIsANewRevision() throws Exception {
        rig.apply(new Change.RemoveBackend("default", "b1"));
        ChangeTerms terms = ChangeTerms.by("ann", "");
        assertThat(LiveRig.await(rig.balancer.rollback(1, terms)).revision()).isEqualTo(3);
        assertThat(rig.history.current().message()).isEqualTo("roll back to revision 1");
        assertThat(rig.history.current().desired()).isEqualTo(LiveRig.desired("round_robin", 3));
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
        assertThat(rig.refused(rig.balancer.rollback(99, terms)).kind()).isEqualTo(ChangeRefused.Kind.NOT_FOUND);
    }

    @Test
    void poolsComeAndGo() throws Exception {
        Pool other = Pool.named("other")
                .withHealthCheck(HealthPolicy.DEFAULT.withType(HealthType.NONE))
                .withBackends(List.of(LiveRig.declared(1)));
        rig.apply(new Change.AddPool(other));
        assertThat(rig.table().pools()).containsOnlyKeys("default", "other");
        RunningBackend its =
                rig.table().pools().get("other").inRotation().get(0).running();
        assertThat(its).isNotSameAs(rig.running("b1"));
        rig.apply(new Change.RemovePool("other"));
        assertThat(rig.table().pools()).containsOnlyKeys("default");
        assertThat(its.isRetired()).isTrue();
    }

    @Test
    void theFrontendIsChangedBeforePublicationOrNothingIs() throws Exception {
        frontendChanges.clear();
        Frontend frontend = rig.table().frontend();
        rig.apply(new Change.EditFrontend(
                "the frontend", present -> frontend.withListen(new SocketAddressSpec("127.0.0.1", 9999))));
        assertThat(frontendChanges).containsExactly("0.0.0.0:8080 -> 127.0.0.1:9999");
        assertThat(rig.table().frontend().listen().port()).isEqualTo(9999);

        ChangeRefused refused = rig.refused(rig.balancer.apply(ChangeSet.of(
                "test",
                new Change.EditFrontend(
                        "the frontend",
                        present -> frontend.withListen(new SocketAddressSpec("127.0.0.1", 1))
                                .withLimits(Limits.DEFAULT.withBody(1))),
                new Change.AddBackend("default", LiveRig.declared(4)))));
        assertThat(refused.sentence()).isEqualTo("port 1 is in use");
        assertThat(rig.table().frontend().listen().port()).isEqualTo(9999);
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
        assertThat(rig.history.current().number()).isEqualTo(2);
    }

    @Test
    void withoutADefaultPoolNothingIsAccepted() throws Exception {
        DesiredState none = DesiredState.initial().withoutPool("default").withPool(Pool.named("other"));
        ChangeRefused refused =
                rig.refused(rig.balancer.apply(ChangeSet.of("test", new Change.ReplaceAll(none, "a file"))));
        assertThat(refused.sentence()).contains("there is no pool \"default\"");
    }
}
