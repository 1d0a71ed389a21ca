package dev.fairlead.server.health;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Gives the monitor, with a thread of its own that runs until it is closed. */
public final class HealthModule extends AbstractModule {

    @Provides
    @Singleton
    HealthMonitor healthMonitor() throws IOException {
        return HealthMonitors.open();
    }
}
