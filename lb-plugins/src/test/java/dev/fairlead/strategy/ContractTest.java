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
            default -> Stream.of(new Named(name, Contract.of(provider)));
        };
    }

    @Test
    void everyStrategyIsThere() {
        assertThat(Builtin.all().map(StrategyProvider::name))
                .containsExactlyInAnyOrder("round_robin", "weighted_round_robin", "random", "least_connections", "p2c");
    }

    @Test
    void everyStrategySaysWhenToChooseIt() {
        assertThat(Builtin.all())
                .allSatisfy(provider ->
                        assertThat(provider.description()).isNotBlank().hasSizeLessThan(100));
    }
}
