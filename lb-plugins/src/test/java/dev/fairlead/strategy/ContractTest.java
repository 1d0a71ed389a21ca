package dev.fairlead.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.contract.Share;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every built-in strategy, as the service loader finds it, keeps the contract that a stranger's must keep. */
class ContractTest {

    @TestFactory
    Stream<DynamicContainer> everyStrategyKeepsTheContract() {
        return Builtin.all()
                .flatMap(ContractTest::contracts)
                .map(named -> dynamicContainer(
                        named.name,
                        named.contract.checks().stream()
                                .map(check -> dynamicTest(
                                        check.name(), () -> check.run().orThrow()))));
    }

    private record Named(String name, Contract contract) {}

    private static Stream<Named> contracts(StrategyProvider provider) {
        String name = provider.name();
        return switch (name) {
            case "round_robin" ->
                Stream.of(new Named(name, Contract.of(provider).share(Share.EQUAL)));
            case "first" -> Stream.of(new Named(name, Contract.of(provider).share(Share.UNPROMISED)));
            case "ip_hash" -> Stream.of(new Named(name, Contract.of(provider).shareTolerance(0.02)));
            case "maglev", "rendezvous" -> byKey(provider, 0.02);
            case "ring_hash" -> Stream.concat(byKey(provider, 0.05), Stream.of(bounded(provider)));
            default -> Stream.of(new Named(name, Contract.of(provider)));
        };
    }

    private static Stream<Named> byKey(StrategyProvider provider, double tolerance) {
        return Stream.of("client", "header:X-User", "cookie:user", "path")
                .map(key -> new Named(
                        provider.name() + " by " + key,
                        Contract.of(provider).option("key", key).shareTolerance(tolerance)));
    }

    private static Named bounded(StrategyProvider provider) {
        return new Named(
                "bounded " + provider.name(),
                Contract.of(provider).option("bounded-load", "150%").shareTolerance(0.05));
    }

    @Test
    void everyStrategyIsThere() {
        assertThat(Builtin.all().map(StrategyProvider::name))
                .containsExactlyInAnyOrder(
                        "round_robin",
                        "weighted_round_robin",
                        "random",
                        "least_connections",
                        "p2c",
                        "peak_ewma",
                        "ip_hash",
                        "ring_hash",
                        "maglev",
                        "rendezvous",
                        "first");
    }

    @Test
    void everyStrategySaysWhenToChooseIt() {
        assertThat(Builtin.all())
                .allSatisfy(provider ->
                        assertThat(provider.description()).isNotBlank().hasSizeLessThan(100));
    }
}
