package dev.fairlead.server.routing.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LearnedSessionsTest {
    private static final long START = 1_800_000_000L;

    private final LearnedSessions learned = new LearnedSessions(START);

    private static long[] sessions(int count, long seed) {
        return new SplittableRandom(seed)
                .longs()
                .filter(hash -> hash != 0)
                .limit(count)
                .toArray();
    }

    private int known(long[] sessions) {
        int known = 0;
        for (long session : sessions) {
            known += learned.peek(session) == backendOf(session) ? 1 : 0;
        }
        return known;
    }

    /** Different for nearly all, so that a mix-up shows. */
    private static long backendOf(long session) {
        return session * 0x9e3779b97f4a7c15L | 1;
    }

    private void learn(long[] sessions, long now) {
        for (long session : sessions) {
            learned.learn(session, backendOf(session), now);
        }
    }

    @Test
    void whatWasLearnedIsFoundUntilItIsForgotten() {
        learned.learn(7, 70, START);
        assertThat(learned.find(7, START)).isEqualTo(70);
        assertThat(learned.find(8, START)).isZero();

        learned.learn(7, 71, START + 1);
        assertThat(learned.find(7, START + 1)).isEqualTo(71);
        assertThat(learned.size()).isOne();

        learned.forget(7);
        learned.forget(9);
        assertThat(learned.find(7, START + 2)).isZero();
        assertThat(learned.size()).isZero();
    }

    @Test
    void nearlyAllOfAHundredThousandFitAndNoMore() {
        long[] most = sessions(80_000, 1);
        learn(most, START);
        assertThat(known(most)).isGreaterThan(79_900);

        learn(sessions(15_000, 3), START);
        assertThat(learned.size()).isGreaterThan(93_000);

        learn(sessions(300_000, 2), START);
        assertThat(learned.size()).isLessThanOrEqualTo(LearnedSessions.MOST).isGreaterThan(99_000);
    }

    @Test
    void aFloodThatNeverComesBackDrivesFewOthersOut() {
        long[] regulars = sessions(50_000, 1);
        learn(regulars, START);
        for (long session : regulars) {
            assertThat(learned.find(session, START + 10)).isEqualTo(backendOf(session));
        }
        int before = known(regulars);

        learn(sessions(1_000_000, 2), START + 600);

        assertThat(known(regulars)).isGreaterThan(before * 98 / 100);
    }

    @Test
    void thoseThatStayedAwayForLongGoFirst() {
        long[] yesterday = sessions(100_000, 1);
        learn(yesterday, START);
        for (long session : yesterday) {
            learned.find(session, START);
        }
        long[] today = sessions(50_000, 2);
        learn(today, START + 86_400);

        assertThat(known(today)).isGreaterThan(49_900);
    }

    @Test
    void aClockThatGoesBackOrFarAheadIsHarmless() {
        learned.learn(7, 70, START - 1_000_000);
        assertThat(learned.find(7, START - 2_000_000)).isEqualTo(70);
        assertThat(learned.find(7, Long.MAX_VALUE / 2)).isEqualTo(70);
        assertThat(learned.find(7, START)).isEqualTo(70);
    }

    /** Each session has one backend, whatever thread learned it: another's must never be told. */
    @Test
    void lanesThatLearnAtOnceNeverMixUpBackends() throws InterruptedException {
        AtomicLong found = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int lane = 0; lane < 4; lane++) {
            int number = lane;
            Thread thread = new Thread(() -> {
                SplittableRandom random = new SplittableRandom(number);
                // The threads share sessions, and they are more than fit.
                for (int i = 0; i < 400_000; i++) {
                    long session = new SplittableRandom(random.nextInt(150_000)).nextLong() | 1;
                    long told = learned.find(session, START + i / 1000);
                    if (told == backendOf(session)) {
                        found.incrementAndGet();
                    } else if (told != 0) {
                        wrong.incrementAndGet();
                    }
                    if (i % 16 == 0) {
                        learned.forget(session);
                    } else {
                        learned.learn(session, backendOf(session), START + i / 1000);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong.get()).isZero();
        assertThat(found.get()).isGreaterThan(100_000);
        assertThat(learned.size()).isLessThanOrEqualTo(LearnedSessions.MOST);
    }
}
