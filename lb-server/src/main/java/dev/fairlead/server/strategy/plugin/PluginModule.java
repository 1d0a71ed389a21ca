package dev.fairlead.server.strategy.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.verify.Verification;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Binds the plug-ins; they add nothing to the catalogue before their folder is opened. */
public final class PluginModule extends AbstractModule {
    private final SpiVersion host;
    private final List<Path> kit;

    /**
     * @param host the version of the interfaces that strategies find here
     * @param kit where the test kit is, as in a class path
     */
    public PluginModule(SpiVersion host, List<Path> kit) {
        this.host = host;
        this.kit = List.copyOf(kit);
    }

    @Provides
    @Singleton
    Plugins plugins(StrategyCatalogue catalogue) {
        return new Plugins(
                catalogue,
                host,
                new Verification(kit, Verification.LIMIT),
                StrategyModule.DEADLINE,
                System::nanoTime,
                InstantSource.system());
    }
}
