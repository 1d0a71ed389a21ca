package dev.fairlead.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class FakePoolTest {

    @Test
    void tagsAndWeightsLastOverLaterChanges() {
        FakePool pool = FakePool.of("a=5", "b").tagged("b", "zone", "east").tagged("b", "rack", "7");

        FakePool later = pool.weighing("b", 3).with("c", 1).without("a");

        assertThat(later.named("b").tags()).containsOnly(entry("zone", "east"), entry("rack", "7"));
        assertThat(later.named("b").weight()).isEqualTo(3);
        assertThat(later.named("b").index()).isZero();
        assertThat(later.named("c").tags()).isEmpty();
        assertThat(later.generation()).isGreaterThan(pool.generation());
    }

    @Test
    void whatIsInFlightIsSeenInEveryGeneration() {
        FakePool pool = FakePool.of("a", "b");
        FakePool tagged = pool.tagged("a", "zone", "east");

        pool.named("a").begin();

        assertThat(tagged.named("a").inFlight()).isEqualTo(1);
        assertThat(pool.named("a").tags()).isEmpty();
    }
}
