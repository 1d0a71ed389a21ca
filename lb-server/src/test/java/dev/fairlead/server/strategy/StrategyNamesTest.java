package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyNamesTest {

    private final StrategyCatalogue catalogue =
            Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);

    @ParameterizedTest
    @CsvSource({
        "leastconn, least_connections",
        "leastcon, least_connections",
        "round_robbin, round_robin",
        "source, ip_hash",
        "hrw, rendezvous",
        "ketma, ring_hash"
    })
    void anUnknownNameIsRefusedWithTheOneThatWasMeant(String name, String meant) {
        assertThatThrownBy(() -> catalogue.find(name))
                .hasMessageStartingWith(
                        "\"" + name + "\" is not a known strategy, did you mean \"" + meant + "\"? Known strategies: ");
    }

    @Test
    void aNameThatMeansNothingGetsNoGuess() {
        assertThatThrownBy(() -> catalogue.find("horoscope"))
                .hasMessageStartingWith("\"horoscope\" is not a known strategy. Known strategies: ");
    }

    @Test
    void hyphensAndUpperCaseAreAccepted() {
        assertThat(catalogue.find("Round-Robin").name()).isEqualTo("round_robin");
    }
}
