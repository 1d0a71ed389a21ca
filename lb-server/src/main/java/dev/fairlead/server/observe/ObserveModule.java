package dev.fairlead.server.observe;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.fairlead.server.observe.access.AccessModule;
import dev.fairlead.server.observe.metrics.MetricsModule;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The pages, the metrics and the access log. */
public final class ObserveModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new MetricsModule());
        install(new AccessModule());
        bind(Readiness.class);
        bind(Liveness.class);
        bind(AdminPages.class);
        bind(AdminServer.class);
    }

    @Provides
    @Singleton
    MonitoringPages monitoringPages(RoutingTables tables, Readiness readiness) {
        return new MonitoringPages(tables, readiness, InstantSource.system());
    }
}
