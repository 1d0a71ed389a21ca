package dev.fairlead.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.RetryPolicy;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RetryPolicy FIFTH = RetryPolicy.DEFAULT.withBudget(20, 0);

    private final RetryBudget budget = new RetryBudget(2);

    /** Starts below zero, as nanoTime may. */
    private long now = -3 * SECOND;

    @Test
    void retriesAreAShareOfTheRequestsOfAllLanes() {
        requests(100);
        assertThat(withdrawals(FIFTH)).isEqualTo(20);
    }

    @Test
    void requestsAndRetriesCountForTenSeconds() {
        requests(50);
        assertThat(withdrawals(FIFTH)).isEqualTo(10);
        now += 9 * SECOND;
        assertThat(withdrawals(FIFTH)).isZero();
        requests(50);
        assertThat(withdrawals(FIFTH)).isEqualTo(10);
        now += SECOND;
        assertThat(withdrawals(FIFTH))
                .as("the first fifty and their ten retries are forgotten")
                .isZero();
        now += 10 * SECOND;
        assertThat(withdrawals(FIFTH)).isZero();
    }

    @Test
    void aQuietPoolHasItsMinimum() {
        RetryPolicy quiet = RetryPolicy.DEFAULT.withBudget(20, 3);
        assertThat(withdrawals(quiet)).isEqualTo(30);
        now += 10 * SECOND;
        assertThat(withdrawals(quiet)).isEqualTo(30);
    }

    @Test
    void anOldSecondsSlotIsNotTakenForANewOne() {
        requests(1000);
        now += 16 * SECOND; // the same slot
        assertThat(withdrawals(FIFTH)).isZero();
        requests(10);
        assertThat(withdrawals(FIFTH)).isEqualTo(2);
    }

    private void requests(int count) {
        for (int i = 0; i < count; i++) {
            budget.request(i % 2, now);
        }
    }

    private int withdrawals(RetryPolicy policy) {
        int granted = 0;
        while (budget.withdraw(policy, now)) {
            granted++;
        }
        return granted;
    }
}
