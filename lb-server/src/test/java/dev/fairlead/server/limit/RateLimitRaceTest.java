package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Real threads. Where the clock is a number, only races decide what is let in, and the sums have to come out. */
class RateLimitRaceTest {

    private static final int THREADS = 3;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CyclicBarrier start = new CyclicBarrier(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private long sum(Callable<Long> task) throws Exception {
        List<Future<Long>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            results.add(threads.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        long sum = 0;
        for (Future<Long> result : results) {
            sum += result.get();
        }
        return sum;
    }

    private static RateLimit limit(String key, String rate, int burst) {
        return new RateLimit("a", RateKey.parse(key), Rate.parse(rate), burst, false);
    }

    @RepeatedTest(5)
    void oneBucketGivesWhatIsInItAndNoMore() throws Exception {
        RateLimiter limiter = new RateLimiter(() -> 0, new Random(1), 100);
        RateLimits limits = limiter.none(RateScope.SERVER).with(List.of(limit("all", "1/s", 100_000)));
        long admitted = sum(() -> {
            long count = 0;
            for (int i = 0; i < 100_000; i++) {
                count += limits.check(Asking.from("192.0.2.1"), 0).admitted() ? 1 : 0;
            }
            return count;
        });
        assertThat(admitted).isEqualTo(100_000);
    }

    /** All threads bring the same new keys in the same order. */
    @RepeatedTest(5)
    void newKeysAreBornOnce() throws Exception {
        RateLimiter limiter = new RateLimiter(() -> 0, new Random(1), 50_000);
        RateLimits limits = limiter.none(RateScope.SERVER).with(List.of(limit("client", "1/h", 2)));
        long admitted = sum(() -> {
            long count = 0;
            for (int i = 0; i < 50_000; i++) {
                count += limits.check(Asking.numbered(i), 0).admitted() ? 1 : 0;
                count += limits.check(Asking.numbered(i), 0).admitted() ? 1 : 0;
            }
            return count;
        });
        assertThat(admitted).isBetween(100_000L, 100_000L + 20);
        assertThat(limiter.keysInUse()).isEqualTo(50_000);
    }

    @Test
    void theRateHoldsByTheRealClock() throws Exception {
        RateLimiter limiter = new RateLimiter(System::nanoTime, new Random(1), 100);
        RateLimits limits = limiter.none(RateScope.SERVER).with(List.of(limit("client", "20000/s", 20_000)));
        long end = System.nanoTime() + 600_000_000L;
        AtomicLong first = new AtomicLong(end);
        AtomicLong last = new AtomicLong(end - 600_000_000L);
        long admitted = sum(() -> {
            long count = 0;
            for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                count += limits.check(Asking.from("192.0.2.1"), now).admitted() ? 1 : 0;
                first.accumulateAndGet(now, Math::min);
                last.accumulateAndGet(now, Math::max);
            }
            return count;
        });
        long most = 20_000 + (last.get() - first.get()) / 50_000 + 1;
        assertThat(admitted).isBetween(most * 99 / 100, most);
    }

    /** A small table in which buckets become full and give way all the time. */
    @RepeatedTest(5)
    void noDebtIsLostWherePlacesChangeHands() throws Exception {
        int keys = 48;
        int burst = 3;
        Buckets buckets = new Buckets(32);
        LimitShapes shapes = new LimitShapes(new BucketShape(0, 1_000, burst));
        AtomicLong clock = new AtomicLong();
        AtomicLongArray admitted = new AtomicLongArray(keys);
        AtomicLong seeds = new AtomicLong();
        long homeless = sum(() -> {
            Random random = new Random(seeds.incrementAndGet());
            long count = 0;
            for (int i = 0; i < 300_000; i++) {
                int key = random.nextInt(keys);
                long left = buckets.charge((key + 1) * SPREAD, shapes, clock.addAndGet(10));
                if (left >= 0) {
                    admitted.incrementAndGet(key);
                }
                count += left == BucketTable.ABSENT ? 1 : 0;
            }
            return count;
        });
        long most = burst + clock.get() / 1_000;
        long all = 0;
        for (int key = 0; key < keys; key++) {
            assertThat(admitted.get(key)).isLessThanOrEqualTo(most);
            all += admitted.get(key);
        }
        assertThat(homeless).isPositive();
        assertThat(all).isGreaterThan(keys * most / 4);
        assertThat(buckets.inUse(clock.get())).isLessThanOrEqualTo(32);
        assertThat(buckets.inUse(clock.get() + burst * 1_000L + 1)).isZero();
    }

    /** The table is replaced again and again while it is used. */
    @RepeatedTest(3)
    void growingAndShrinkingLosesNoDebt() throws Exception {
        Buckets buckets = new Buckets(2_000);
        LimitShapes shapes = new LimitShapes(new BucketShape(0, 1_000_000, 10));
        AtomicLong roles = new AtomicLong();
        long admitted = sum(() -> {
            if (roles.getAndIncrement() == 0) {
                for (int i = 0; i < 200; i++) {
                    buckets.resize(2_000 + i % 3 * 1_000, 0);
                }
                return 0L;
            }
            long count = 0;
            for (int i = 0; i < 400_000; i++) {
                count += buckets.charge((i % 1_000 + 1) * SPREAD, shapes, 0) >= 0 ? 1 : 0;
            }
            return count;
        });
        assertThat(admitted).isBetween(10_000L, 10_000L + 400);
        for (int i = 0; i < 1_000; i++) {
            assertThat(buckets.charge((i + 1) * SPREAD, shapes, 0)).isNegative();
        }
    }

    /** A limit is changed again and again while it is used. */
    @RepeatedTest(3)
    void changingALimitLosesNoDebt() throws Exception {
        RateLimiter limiter = new RateLimiter(() -> 0, new Random(1), 2_000);
        RateLimits[] current = {limiter.none(RateScope.SERVER).with(List.of(limit("client", "1/h", 10)))};
        AtomicLong changes = new AtomicLong();
        AtomicLong roles = new AtomicLong();
        long admitted = sum(() -> {
            boolean operator = roles.getAndIncrement() == 0;
            long count = 0;
            for (int i = 0; i < 400_000; i++) {
                if (operator && i % 4_000 == 0) {
                    int burst = 10 + (int) (changes.incrementAndGet() % 2);
                    synchronized (current) {
                        current[0] = current[0].with(List.of(limit("client", "1/h", burst)));
                    }
                }
                RateLimits limits;
                synchronized (current) {
                    limits = current[0];
                }
                count += limits.check(Asking.numbered(i % 1_000), 0).admitted() ? 1 : 0;
            }
            return count;
        });
        assertThat(changes.get()).isEqualTo(100);
        assertThat(admitted).isBetween(10_000L, 11_000L + 100);
    }
}
