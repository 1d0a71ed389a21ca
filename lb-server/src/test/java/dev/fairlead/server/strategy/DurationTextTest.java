package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.StrategyOptions;
import dev.fairlead.spi.testkit.GivenOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server and the test kit, which shares no code with it, take the same texts for the same durations. */
class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "1.5s, PT1.5S",
        "0.5m, PT30S",
        "2m, PT2M",
        "2min, PT2M",
        "1h, PT1H",
        "1.25d, PT30H",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "7ns, PT0.000000007S",
        "'10 S', PT10S",
        "' 10s ', PT10S",
        "1500, PT1.5S",
        "0, PT0S",
        "0s, PT0S",
        "0000000000000000001s, PT1S",
        "00000000000000000001s, ",
        "9999999999999999999ns, ",
        "-1s, ",
        "-0.5s, ",
        "1.5, ",
        "s, ",
        "'', ",
        "1e3s, ",
        ".5s, ",
        "1.s, ",
        "1.0000000001s, ",
        "1 week, ",
        "1s 5ms, ",
        "999999999999999d, ",
        "300y, ",
        "\u0661s, ",
        "\u0661, ",
        "99999999999999999999, ",
    })
    void isReadAlike(String text, Duration expected) {
        assertThat(read(new ConfiguredOptions(Map.of("decay", text))))
                .as("the server")
                .isEqualTo(expected);
        assertThat(read(new GivenOptions(Map.of("decay", text)))).as("the kit").isEqualTo(expected);
    }

    private static Duration read(StrategyOptions options) {
        try {
            return options.duration("decay", Duration.ofSeconds(9), Duration.ZERO, Duration.ofDays(100_000));
        } catch (InvalidOptionException refused) {
            return null;
        }
    }
}
