package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final int PATIENCE = 4;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10_000);
    private final Turnstile turnstile = new Turnstile(Thread.currentThread(), now::get);

    @Test
    void whatAlternatesIsTimedAlike() {
        int calls = 1_000 * Turnstile.TIMED;
        int choices = 0;
        int outcomes = 0;
        for (int i = 0; i < calls; i++) {
            choices += passes(7) < 0 ? 0 : 1;
            outcomes += passes(7) < 0 ? 0 : 1;
        }
        assertThat(choices).isCloseTo(1_000, Offset.offset(50));
        assertThat(outcomes).isCloseTo(1_000, Offset.offset(50));
    }

    @Test
    void theTimeIsThatInside() {
        long longest = -1;
        for (int i = 0; i < 2 * Turnstile.TIMED; i++) {
            now.addAndGet(1_000_000);
            longest = Math.max(longest, passes(300));
        }
        assertThat(longest).isEqualTo(300);
    }

    @Test
    void oneThatStaysIsStuckOnce() {
        long turn = turnstile.enter();
        assertThat(looksUntilStuck()).isEqualTo(PATIENCE + 1);
        assertThat(looksUntilStuck()).isEqualTo(NEVER);
        turnstile.leave(turn);
        assertThat(looksUntilStuck()).isEqualTo(NEVER);
        turnstile.enter();
        assertThat(looksUntilStuck()).isEqualTo(PATIENCE + 1);
    }

    @Test
    void oneThatComesAndGoesIsNotStuck() {
        for (int i = 0; i < 100; i++) {
            turnstile.leave(turnstile.enter());
            long turn = turnstile.enter();
            assertThat(turnstile.isStuck(PATIENCE)).isFalse();
            turnstile.leave(turn);
        }
    }

    @Test
    void whoGoesInTwiceIsOutWhenTheFirstIsOut() {
        long outer = turnstile.enter();
        turnstile.leave(turnstile.enter());
        assertThat(looksUntilStuck()).isEqualTo(NEVER);
        turnstile.leave(outer);
        assertThat(looksUntilStuck()).isEqualTo(NEVER);
    }

    private static final int NEVER = 100;

    private int looksUntilStuck() {
        for (int look = 1; look < NEVER; look++) {
            if (turnstile.isStuck(PATIENCE)) {
                return look;
            }
        }
        return NEVER;
    }

    private long passes(long nanos) {
        long turn = turnstile.enter();
        now.addAndGet(nanos);
        return turnstile.leave(turn);
    }
}
