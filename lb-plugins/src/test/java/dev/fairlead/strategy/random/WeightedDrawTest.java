package dev.fairlead.strategy.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedDrawTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void everyoneIsDrawnByWeight(int size) {
        int[] weights = new int[size];
        for (int i = 0; i < size; i++) {
            weights[i] = 1 + i * i % 17;
        }
        FakePool pool = FakePool.ofWeights(weights);
        WeightedDraw draw = new WeightedDraw(pool);
        SeededRandom random = new SeededRandom(3);
        int draws = 1_000_000;
        int[] counts = new int[size];
        for (int i = 0; i < draws; i++) {
            counts[draw.index(random.nextLong())]++;
        }

        for (int i = 0; i < size; i++) {
            double mean = (double) draws * weights[i] / pool.weight();
            assertThat((double) counts[i]).isCloseTo(mean, within(5 * Math.sqrt(mean)));
        }
    }

    @Test
    void extremesOfTheRandomBitsAreFine() {
        WeightedDraw draw = new WeightedDraw(FakePool.of("a=1000", "b", "c=3"));

        for (long bits : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xffff_ffffL, 1L << 32}) {
            assertThat(draw.index(bits)).isBetween(0, 2);
        }
    }

    @Test
    void lightestOfVeryManyIsStillDrawn() {
        int[] weights = new int[1_000];
        Arrays.fill(weights, 1000);
        weights[500] = 1;
        WeightedDraw draw = new WeightedDraw(FakePool.ofWeights(weights));
        SeededRandom random = new SeededRandom(4);
        int drawn = 0;
        for (int i = 0; i < 20_000_000; i++) {
            drawn += draw.index(random.nextLong()) == 500 ? 1 : 0;
        }

        assertThat(drawn).isBetween(5, 40);
    }
}
