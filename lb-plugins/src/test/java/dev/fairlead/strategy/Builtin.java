package dev.fairlead.strategy;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The built-in strategies, by name, found as the load balancer finds them. */
public final class Builtin {
    private Builtin() {}

    public static Stream<StrategyProvider> all() {
        return ServiceLoader.load(StrategyProvider.class).stream().map(ServiceLoader.Provider::get);
    }

    public static StrategyProvider named(String name) {
        return all().filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static Strategy create(String name, Map<String, String> options) {
        return named(name).create(FakeContext.seeded(1).options(options));
    }
}
