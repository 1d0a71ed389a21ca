package dev.fairlead.strategy.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.testkit.FakePool;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void listedRoundGivesEachItsWeight() {
        int[] weights = {5, 1, 3, 2};

        assertThat(round(ListedTurns.smooth(weights, 11), 4)).containsExactly(5, 1, 3, 2);
    }

    @Test
    void stridingRoundGivesEachItsWeight() {
        int[] weights = new Random(1).ints(300, 1, 1000).toArray();

        assertThat(round(new StridingTurns(weights), weights.length)).containsExactly(weights);
    }

    @Test
    void stridingTurnsOfEachAreSpreadOverTheRound() {
        int[] weights = new Random(2).ints(200, 1, 100).toArray();
        assertNeverFarAhead(new StridingTurns(weights), weights, 4);
    }

    @Test
    void listedTurnsOfEachAreSpreadOverTheRound() {
        int[] weights = {50, 1, 30, 2, 7, 7, 3};
        assertNeverFarAhead(ListedTurns.smooth(weights, 100), weights, 2);
    }

    @Test
    void oneHeavyAmongManyLightIsStillExact() {
        int[] weights = new int[2_000];
        Arrays.fill(weights, 1);
        weights[1_234] = 1_000;

        assertThat(round(new StridingTurns(weights), weights.length)).containsExactly(weights);
    }

    @Test
    void aTableTooLargeToListIsStrided() {
        int[] weights = new Random(3).ints(10_000, 1, 1_001).toArray();

        assertThat(new Weights(FakePool.ofWeights(weights)).turns()).isInstanceOf(StridingTurns.class);
        assertThat(new Weights(FakePool.ofSize(10_000)).turns()).isInstanceOf(ListedTurns.class);
    }

    private static int[] round(Turns turns, int endpoints) {
        int[] counts = new int[endpoints];
        for (long turn = 0; turn < turns.length(); turn++) {
            counts[turns.at(turn)]++;
        }
        return counts;
    }

    /** At every moment each has had its share of the turns so far, give or take a few. */
    private static void assertNeverFarAhead(Turns turns, int[] weights, double few) {
        int[] counts = new int[weights.length];
        double worst = 0;
        for (long turn = 0; turn < turns.length(); turn++) {
            counts[turns.at(turn)]++;
            for (int i = 0; i < weights.length; i++) {
                double due = (turn + 1.0) * weights[i] / turns.length();
                worst = Math.max(worst, Math.abs(counts[i] - due));
            }
        }
        assertThat(worst).isLessThan(few);
    }
}
