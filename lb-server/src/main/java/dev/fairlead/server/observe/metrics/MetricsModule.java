package dev.fairlead.server.observe.metrics;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;

/**
 * The metrics of traffic, backends, plug-ins and process. Other packages add theirs by binding a {@link MetricSource}
 * to the set.
 */
public final class MetricsModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder<MetricSource> sources = Multibinder.newSetBinder(binder(), MetricSource.class);
        sources.addBinding().to(EntranceMetrics.class);
        sources.addBinding().to(SessionMetrics.class);
        sources.addBinding().to(TrafficMetrics.class);
        sources.addBinding().to(BackendMetrics.class);
        sources.addBinding().to(PluginMetrics.class);
        sources.addBinding().toInstance(new JvmMetrics());
        sources.addBinding().toInstance(new ProcessMetrics());
        bind(EntranceMetrics.class);
        bind(SessionMetrics.class);
        bind(TrafficMetrics.class);
        bind(BackendMetrics.class);
        bind(PluginMetrics.class);
        bind(Metrics.class);
    }
}
