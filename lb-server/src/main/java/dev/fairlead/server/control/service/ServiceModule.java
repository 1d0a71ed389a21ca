package dev.fairlead.server.control.service;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.BindableService;
import java.time.InstantSource;

/** Offers the services of this package. */
public final class ServiceModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ChangedParts.class);
        bind(ProbeOnDemand.class);
        bind(FileCalls.class);
        bind(ReloadOnDemand.class);
        Multibinder<BindableService> services = Multibinder.newSetBinder(binder(), BindableService.class);
        services.addBinding().to(FrontendCalls.class);
        services.addBinding().to(RouteCalls.class);
        services.addBinding().to(LimitCalls.class);
        services.addBinding().to(SessionCalls.class);
        services.addBinding().to(PoolCalls.class);
        services.addBinding().to(BackendCalls.class);
        services.addBinding().to(StrategyCalls.class);
        services.addBinding().to(PluginCalls.class);
        services.addBinding().to(ConfigCalls.class);
        bind(NamedSettings.class);
        bind(FrontendCalls.class);
        bind(RouteCalls.class);
        bind(LimitCalls.class);
        bind(PoolCalls.class);
        bind(BackendCalls.class);
        bind(StrategyCalls.class);
        bind(PluginCalls.class);
        bind(ConfigCalls.class);
    }

    @Provides
    SessionCalls sessionCalls(RoutingTables tables) {
        return new SessionCalls(tables, InstantSource.system());
    }
}
