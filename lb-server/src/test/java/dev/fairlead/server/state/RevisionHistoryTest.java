package dev.fairlead.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionHistoryTest {
    private final RevisionHistory history =
            new RevisionHistory(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), 3);

    @Test
    void numbersHaveNoGapsAndOnlyTheLatestAreKept() {
        for (int i = 1; i <= 5; i++) {
            assertThat(accept("p" + i, "m" + i).number()).isEqualTo(i);
        }
        assertThat(history.all()).extracting(Revision::number).containsExactly(3L, 4L, 5L);
        assertThat(history.current().message()).isEqualTo("m5");
        assertThat(history.current().at()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aFormerStateCanBeWantedAgainWhileItIsKept() {
        for (int i = 1; i <= 5; i++) {
            accept("p" + i, "");
        }
        assertThat(history.stateOf(3)).isEqualTo(state("p3"));
        assertThatThrownBy(() -> history.stateOf(2))
                .isInstanceOf(ChangeRefused.class)
                .hasMessage("revision 2 is not kept; kept are 3 to 5");
    }

    private Revision accept(String pool, String message) {
        Revision next = history.following(history.current(), state(pool), "ann", message);
        history.accept(List.of(next));
        return next;
    }

    private static DesiredState state(String pool) {
        return DesiredState.initial().withPool(Pool.named(pool));
    }
}
