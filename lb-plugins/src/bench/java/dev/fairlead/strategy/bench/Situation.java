package dev.fairlead.strategy.bench;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.GivenOptions;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What the benchmarks have in common: a strategy with the clock and the chance of a running load balancer, and clients. */
final class Situation {
    static final int CLIENTS = 1_024;

    private Situation() {}

    static Strategy strategy(String name) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return ServiceLoader.load(StrategyProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow()
                .create(new FakeContext(new GivenOptions(Map.of()), System::nanoTime, random, "default", null));
    }

    static FakePool equal(int backends) {
        return FakePool.ofSize(backends);
    }

    /** From 1 to 1000, of no common divisor: the worst for tables of turns. */
    static FakePool uneven(int backends) {
        return FakePool.ofWeights(
                IntStream.range(0, backends).map(i -> 1 + i * 7_919 % 1_000).toArray());
    }

    static FakeRequest[] clients() {
        return IntStream.range(0, CLIENTS).mapToObj(FakeRequest::ofClient).toArray(FakeRequest[]::new);
    }
}
