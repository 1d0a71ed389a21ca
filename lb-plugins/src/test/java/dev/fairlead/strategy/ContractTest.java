package dev.fairlead.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Contract;
import java.util.Map;
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
        Stream<Named> byDefault = Stream.of(new Named(provider.name(), Contracts.of(provider)));
        Stream<Named> otherwise = switch (provider.name()) {
            case "rendezvous" -> byKey(provider, Map.of(), 0.02);
            case "maglev" -> byKey(provider, Map.of("table-size", "4099"), 0.05);
            case "ring_hash" ->
                Stream.concat(byKey(provider, Map.of("points", "512"), 0.2), Stream.of(bounded(provider)));
            default -> Stream.empty();
        };
        return Stream.concat(byDefault, otherwise);
    }

    /** With tables that are quicker to make and less even: what differs from key to key is how it is read. */
    private static Stream<Named> byKey(StrategyProvider provider, Map<String, String> options, double tolerance) {
        return Stream.of("header:X-User", "cookie:user", "path").map(key -> {
            Contract contract = Contract.of(provider).option("key", key).shareTolerance(tolerance);
            options.forEach(contract::option);
            return new Named(provider.name() + " by " + key, contract);
        });
    }

    private static Named bounded(StrategyProvider provider) {
        return new Named(
                "bounded " + provider.name(),
                Contract.of(provider)
                        .option("bounded-load", "150%")
                        .option("points", "512")
                        .shareTolerance(0.2));
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
