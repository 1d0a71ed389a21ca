package dev.fairlead.server.observe.access;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.observe.metrics.MetricSource;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;

/** Binds the access log as the log of requests, and adds its losses to the metrics. */
public final class AccessModule extends AbstractModule {

    private static final int ACCESS_LOG_ROOM = 16 * 1024;

    @Override
    protected void configure() {
        bind(RequestLog.class).to(AccessRecorder.class);
        Multibinder.newSetBinder(binder(), MetricSource.class).addBinding().to(AccessRecorder.class);
    }

    @Provides
    @Singleton
    AccessRecorder accessRecorder(RoutingTables tables) {
        return AccessRecorder.start(
                () -> tables.current().frontend().accessLog(),
                new FileOutputStream(FileDescriptor.out),
                InstantSource.system(),
                ACCESS_LOG_ROOM);
    }
}
