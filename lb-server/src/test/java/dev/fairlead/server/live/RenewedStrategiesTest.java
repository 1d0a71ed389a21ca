package dev.fairlead.server.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools whose strategy comes from a plug-in that is replaced, taken away, and put back. */
class RenewedStrategiesTest {
    private final PluginThread thread = new PluginThread("counting.jar", Duration.ofSeconds(10));
    private final Counting first = new Counting();
    private LiveRig rig;
    private CatalogueEntry entry;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(1);
        entry = offer(first, null);
    }

    @AfterEach
    void close() {
        rig.close();
        thread.close();
    }

    @Test
    void theNewOneKnowsWhatTheOldOneLearnedAndTheOldOneIsClosed() throws Exception {
        rig.start(LiveRig.desired("counting", 3));
        long generation = rig.pool().generation();
        Counting second = new Counting();
        offer(second, entry);
        renew();
        assertThat(second.created).hasValue(1);
        assertThat(second.inherited).isEqualTo(new Memento("counting/1", new byte[] {1}));
        assertThat(rig.pool().generation()).isGreaterThan(generation);
        assertThat(rig.history.current().number()).isEqualTo(1);
        Await.until("the old one is closed", () -> first.closed.get() == 1);
        assertThat(selector().asksStrategy()).isTrue();
    }

    @Test
    void poolsOfOtherStrategiesAreLeftAlone() throws Exception {
        rig.start(LiveRig.desired("round_robin", 3));
        PoolTable before = rig.pool();
        offer(new Counting(), entry);
        renew();
        assertThat(rig.pool()).isSameAs(before);
    }

    @Test
    void oneThatCannotBeMadeChangesNothing() throws Exception {
        rig.start(LiveRig.desired("counting", 3)
                .withPool(Pool.named("other").withStrategy(StrategyChoice.of("counting"))));
        PoolTable before = rig.pool();
        Counting second = new Counting();
        second.failsFor = "other";
        CatalogueEntry failing = offer(second, entry);
        ChangeRefused refused = rig.refused(rig.balancer.renewStrategies());
        assertThat(refused.field()).isEqualTo("pools.other.strategy");
        assertThat(refused.sentence()).contains("not for other");
        assertThat(rig.pool()).isSameAs(before);
        Await.until(
                "what was made is closed",
                () -> second.closed.get() == 1 && failing.users().isEmpty());
        assertThat(first.closed).hasValue(0);
    }

    @Test
    void withoutItsPluginAPoolIsServedByRotationAndCanStillBeChanged() throws Exception {
        rig.start(LiveRig.desired("counting", 3));
        rig.catalogue.exchange(List.of(entry), List.of());
        renew();
        assertThat(selector().asksStrategy()).isFalse();
        assertThat(selector().fallbackCause()).isEqualTo("its plug-in was unloaded");
        assertThat(rig.pool().policy().strategy()).isEqualTo(StrategyChoice.of("counting"));
        Await.until(
                "it is closed", () -> first.closed.get() == 1 && entry.users().isEmpty());

        rig.apply(new Change.AddBackend("default", LiveRig.declared(4)));
        rig.apply(new Change.RemoveBackend("default", "b1"));
        rig.settle();
        assertThat(rig.inRotation()).containsExactly("b2", "b3", "b4");
        assertThat(selector().fallbackCause()).isEqualTo("its plug-in was unloaded");

        offer(new Counting(), null);
        renew();
        assertThat(selector().asksStrategy()).isTrue();
        assertThat(selector().fallbackCause()).isEmpty();
    }

    @Test
    void anotherStrategyCanBeChosenWhereOneIsAbsent() throws Exception {
        rig.start(LiveRig.desired("counting", 3));
        rig.catalogue.exchange(List.of(entry), List.of());
        renew();
        rig.apply(PoolEdit.strategy("default", StrategyChoice.of("p2c")));
        assertThat(selector().asksStrategy()).isTrue();
    }

    @Test
    void aRestoredStateWhosePluginIsGoneServesByRotation() throws Exception {
        DesiredState file = LiveRig.desired("round_robin", 3);
        DesiredState left = LiveRig.desired("bygone", 3);
        Recovered former = new Recovered(
                List.of(
                        new Revision(1, file, "file", Instant.EPOCH, "start"),
                        new Revision(2, left, "me", Instant.EPOCH, "set strategy")),
                file,
                Map.of());
        rig.start(file, former);
        assertThat(rig.pool().policy().strategy()).isEqualTo(StrategyChoice.of("bygone"));
        assertThat(selector().asksStrategy()).isFalse();
        assertThat(selector().fallbackCause()).contains("\"bygone\" is not a known strategy");
        assertThat(rig.inRotation()).containsExactly("b1", "b2", "b3");
    }

    private void renew() throws Exception {
        LiveRig.await(rig.balancer.renewStrategies());
        rig.settle();
    }

    private GuardedSelector selector() {
        return requireNonNull(rig.pool().selector());
    }

    private CatalogueEntry offer(StrategyProvider provider, CatalogueEntry former) {
        CatalogueEntry offered = new CatalogueEntry(provider, provider.name(), "", thread);
        rig.catalogue.exchange(former == null ? List.of() : List.of(former), List.of(offered));
        return offered;
    }

    /** Leaves the number of its strategies behind. */
    private static final class Counting implements StrategyProvider {
        private final AtomicInteger created = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private volatile Memento inherited;
        private volatile String failsFor = "";

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Strategy create(StrategyContext context) {
            if (context.pool().equals(failsFor)) {
                throw new IllegalStateException("not for " + failsFor);
            }
            byte number = (byte) created.incrementAndGet();
            inherited = context.inherited();
            return new Strategy() {
                @Override
                public Selector rebuild(EndpointPool pool) {
                    return request -> pool.endpoint(0);
                }

                @Override
                public Memento memento() {
                    return new Memento("counting/1", new byte[] {number});
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
