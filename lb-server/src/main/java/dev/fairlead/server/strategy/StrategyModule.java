package dev.fairlead.server.strategy;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.MapBinder;
import dev.fairlead.spi.StrategyProvider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;

/**
 * Finds the strategies on the class path with {@code ServiceLoader}, like those of any jar, and binds the catalogue.
 */
public final class StrategyModule extends AbstractModule {

    /** What stands where a plug-in's name would. */
    public static final String BUILT_IN = "built-in";

    /** More than any rebuild of ten thousand endpoints takes, and less than an operator waits for an answer. */
    public static final Duration DEADLINE = Duration.ofSeconds(3);

    @Override
    protected void configure() {
        MapBinder<String, StrategyProvider> strategies =
                MapBinder.newMapBinder(binder(), String.class, StrategyProvider.class);
        for (StrategyProvider provider : ServiceLoader.load(StrategyProvider.class)) {
            strategies.addBinding(provider.name()).toInstance(provider);
        }
        bind(StrategyCatalogue.class);
        bind(RandomGenerator.class).toInstance(new SharedRandom());
    }

    @Provides
    @Singleton
    StrategyFactory strategies(StrategyCatalogue catalogue, RandomGenerator random) {
        return new StrategyFactory(catalogue, System::nanoTime, random, new StrategyWatchdog().start());
    }

    @Provides
    @Singleton
    PluginThread builtIns() {
        return new PluginThread(BUILT_IN, DEADLINE);
    }
}
