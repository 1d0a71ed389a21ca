package dev.fairlead.server.control.stats;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import dev.fairlead.server.control.message.RecentFigures;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.traffic.TrafficSampler;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Gives the messages access to the sampler's figures. */
public final class StatsModule extends AbstractModule {

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), RecentFigures.class)
                .setBinding()
                .to(MeasuredFigures.class);
        bind(MeasuredFigures.class);
    }

    @Provides
    @Singleton
    StatsWriter statsWriter(HealthMonitor health, TrafficSampler traffic) {
        return new StatsWriter(health, traffic, InstantSource.system());
    }
}
