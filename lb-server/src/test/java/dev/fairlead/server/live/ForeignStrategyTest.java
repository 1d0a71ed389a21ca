package dev.fairlead.server.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.PoolEdit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a plug-in that fails or hangs may cost: nothing but its own say. */
class ForeignStrategyTest {
    private final ForeignProvider foreign = new ForeignProvider();
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(1, FrontendListener.NONE, foreign);
    }

    @AfterEach
    void close() {
        foreign.hold.countDown();
        rig.close();
    }

    @Test
    void aStrategyThatCannotBuildIsRefusedAndClosed() throws Exception {
        rig.start(LiveRig.desired("round_robin", 3));
        foreign.failing = true;
        ChangeRefused refused = rig.refused(
                rig.balancer.apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("foreign")))));
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.PRECONDITION);
        assertThat(refused.sentence()).contains("cannot build");
        assertThat(rig.pool().strategy()).isEqualTo("round_robin");
        Await.until("closed", () -> foreign.closed.get() == 1);
    }

    @Test
    void aChangeOfBackendsIsRefusedWhenItsStrategyFails() throws Exception {
        rig.start(LiveRig.desired("foreign", 3));
        foreign.failing = true;
        rig.refused(rig.balancer.apply(ChangeSet.of("test", new Change.AddBackend("default", LiveRig.declared(4)))));
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
        assertThat(requireNonNull(rig.pool().selector()).asksStrategy()).isTrue();
    }

    @Test
    void aDeadBackendIsOutEvenIfTheStrategyFailsAndItIsAskedAgainLater() throws Exception {
        rig.start(LiveRig.desired("foreign", 3));
        foreign.failing = true;
        rig.report("b1", HealthState.DOWN, "dead");
        Await.until("b1 out", () -> rig.inRotation().equals(List.of("b2", "b3")));
        assertThat(requireNonNull(rig.pool().selector()).asksStrategy()).isFalse();

        foreign.failing = false;
        Await.until(
                "the strategy is back",
                () -> requireNonNull(rig.pool().selector()).asksStrategy());
        assertThat(rig.inRotation()).containsExactly("b2", "b3");
    }

    @Test
    void aDeadBackendIsOutEvenIfTheStrategyHangs() throws Exception {
        rig.start(LiveRig.desired("foreign", 3));
        foreign.hold = new CountDownLatch(1);
        rig.report("b1", HealthState.DOWN, "dead");
        Await.until("b1 out", () -> rig.inRotation().equals(List.of("b2", "b3")));
        assertThat(requireNonNull(rig.pool().selector()).asksStrategy()).isFalse();

        foreign.hold.countDown();
        Await.until(
                "the strategy is back",
                () -> requireNonNull(rig.pool().selector()).asksStrategy());
    }

    @Test
    void aHangingStrategyIsReplacedByTheOperator() throws Exception {
        rig.start(LiveRig.desired("foreign", 3));
        foreign.hold = new CountDownLatch(1);
        rig.report("b1", HealthState.DOWN, "dead");
        Await.until("b1 out", () -> rig.inRotation().equals(List.of("b2", "b3")));
        foreign.hold.countDown();
        rig.settle();
        assertThat(rig.apply(PoolEdit.strategy("default", StrategyChoice.of("random")))
                        .revision())
                .isEqualTo(2);
        assertThat(rig.pool().strategy()).isEqualTo("random");
        assertThat(rig.inRotation()).containsExactly("b2", "b3");
    }

    @Test
    void whereRotationServesBackendsCanStillBeChanged() throws Exception {
        rig.start(LiveRig.desired("foreign", 3));
        foreign.failing = true;
        rig.report("b1", HealthState.DOWN, "dead");
        Await.until("b1 out", () -> rig.inRotation().equals(List.of("b2", "b3")));
        rig.apply(new Change.RemoveBackend("default", "b2"));
        assertThat(rig.inRotation()).containsExactly("b3");
        foreign.failing = false;
        Await.until(
                "the strategy is back",
                () -> requireNonNull(rig.pool().selector()).asksStrategy());
    }

    @Test
    void healthGoesOnWhileAChangeWaitsForAStrategy() throws Exception {
        rig.start(LiveRig.desired("round_robin", 3));
        foreign.hold = new CountDownLatch(1);
        var change =
                rig.balancer.apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("foreign"))));
        rig.report("b2", HealthState.DOWN, "dead");
        rig.refused(change);
        Await.until("b2 out", () -> rig.inRotation().equals(List.of("b1", "b3")));
        assertThat(rig.pool().strategy()).isEqualTo("round_robin");
    }
}
