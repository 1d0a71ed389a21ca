package dev.fairlead.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.spi.InvalidOptionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenOptionsTest {

    @Test
    void whatWasNotAskedForIsUnread() {
        GivenOptions options = new GivenOptions(Map.of("decay", "5s", "deacy", "6s"));
        options.duration("decay", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

        assertThat(options.unread()).containsExactly("deacy");
    }

    @Test
    void valuesAreReadByTheirType() {
        GivenOptions options = new GivenOptions(
                Map.of("n", "7", "p", "12.5%", "q", "12.5", "d", "250ms", "w", "Two-Words", "b", "on"));

        assertThat(options.integer("n", 1, 1, 10)).isEqualTo(7);
        assertThat(options.percent("p", 0, 0, 100)).isEqualTo(12.5);
        assertThat(options.percent("q", 0, 0, 100)).isEqualTo(12.5);
        assertThat(options.duration("d", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(options.choice("w", "one", List.of("one", "two_words"))).isEqualTo("two_words");
        assertThat(options.bool("b", false)).isTrue();
        assertThat(options.decimal("absent", 0.5, 0, 1)).isEqualTo(0.5);
    }

    @Test
    void refusalSaysWhatWasExpected() {
        GivenOptions options = new GivenOptions(Map.of("n", "1.5", "d", "soon", "w", "thre"));

        assertThatThrownBy(() -> options.integer("n", 1, 1, 10))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("n: is 1.5, expected a whole number from 1 to 10");
        assertThatThrownBy(() -> options.duration("d", Duration.ZERO, Duration.ofMillis(100), Duration.ofMinutes(1)))
                .hasMessage("d: is soon, expected a duration from 100ms to 60s");
        assertThatThrownBy(() -> options.choice("w", "one", List.of("one", "two")))
                .hasMessage("w: is thre, expected one of one, two");
    }
}
