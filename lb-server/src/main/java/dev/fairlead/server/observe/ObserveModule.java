package dev.fairlead.server.observe;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.Tables;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;

/** The pages, the metrics and the access log. Others add to the metrics by binding a {@link MetricSource} to the set. */
public final class ObserveModule extends AbstractModule {

    private static final int ACCESS_LOG_ROOM = 16 * 1024;

    @Override
    protected void configure() {
        Multibinder<MetricSource> sources = Multibinder.newSetBinder(binder(), MetricSource.class);
        sources.addBinding().to(TrafficMetrics.class);
        sources.addBinding().to(BackendMetrics.class);
        sources.addBinding().to(PluginMetrics.class);
        sources.addBinding().to(AccessRecorder.class);
        sources.addBinding().toInstance(new JvmMetrics());
        sources.addBinding().toInstance(new ProcessMetrics());
        bind(TrafficMetrics.class);
        bind(BackendMetrics.class);
        bind(PluginMetrics.class);
        bind(Metrics.class);
        bind(Readiness.class);
        bind(AdminPages.class);
        bind(AdminServer.class);
        bind(RequestLog.class).to(AccessRecorder.class);
    }

    @Provides
    @Singleton
    MonitoringPages monitoringPages(Tables tables) {
        return new MonitoringPages(tables, InstantSource.system());
    }

    @Provides
    @Singleton
    AccessRecorder accessRecorder(Tables tables) {
        return AccessRecorder.start(
                () -> tables.current().frontend().accessLog(),
                new FileOutputStream(FileDescriptor.out),
                InstantSource.system(),
                ACCESS_LOG_ROOM);
    }
}
