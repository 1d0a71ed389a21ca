package dev.fairlead.server.control.watch;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.stats.StatsWriter;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.BindableService;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Offers WatchService. */
public final class WatchModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(WatchCalls.class);
        bind(WatchCalls.class);
        bind(WatchMetrics.class);
    }

    @Provides
    @Singleton
    NodeId nodeId(RandomGenerator random) {
        return new NodeId(String.format("%016x", random.nextLong()));
    }

    @Provides
    @Singleton
    StateFeed stateFeed(
            RoutingTables tables, RevisionHistory history, HealthMonitor health, BackendWriter writer, NodeId node) {
        StateMessages messages = new StateMessages(writer, history, node, InstantSource.system());
        return new StateFeed(tables, history, new ChangeLog(health::report), messages);
    }

    @Provides
    @Singleton
    StatsFeed statsFeed(RoutingTables tables, StatsWriter writer, StatusMapper statuses, NodeId node) {
        return new StatsFeed(tables, writer, statuses, node);
    }
}
