package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTableTest {

    private static final LimitShapes ONE = new LimitShapes(new BucketShape(0, 1_000, 1));

    @Test
    void aMillionKeysTakeLessThan64MiB() {
        assertThat(new BucketTable(1_000_000).bytes()).isLessThanOrEqualTo(64L << 20);
        assertThat(new BucketTable(1_000_000).bytes()).isEqualTo(32L << 20);
    }

    /** At half of the places, which is as full as a table gets. */
    @Test
    void aMillionKeysFindRoom() {
        Buckets buckets = new Buckets(1 << 20);
        Random random = new Random(1);
        int homeless = 0;
        for (int i = 0; i < 1 << 20; i++) {
            homeless += buckets.charge(random.nextLong(), ONE, 0) == BucketTable.ABSENT ? 1 : 0;
        }
        assertThat(homeless).isLessThanOrEqualTo(1);
        assertThat(buckets.inUse(0)).isEqualTo((1 << 20) - homeless);
        assertThat(buckets.inUse(1_000)).isZero();
    }

    /** A map that forgets a key when its bucket is full, and only then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 32})
    void doesWhatAMapOfBoundedSizeWouldDo(int most) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Buckets buckets = new Buckets(most);
            Map<Long, Long> model = new HashMap<>();
            LimitShapes[] shapes = {
                ONE, new LimitShapes(new BucketShape(0, 70, 5)), new LimitShapes(new BucketShape(0, 1, 100))
            };
            long now = random.nextInt(3) == 0 ? Long.MAX_VALUE / 4 : 0;
            for (int i = 0; i < 2_000; i++) {
                now += random.nextInt(4) == 0 ? random.nextInt(300) : 0;
                long key = 1L + random.nextInt(2 * most + 3);
                BucketShape shape = shapes[(int) key % 3].current();
                long time = now;
                model.values().removeIf(full -> full <= time);
                if (random.nextInt(10) == 0) {
                    buckets.refund(key, shape, now);
                    model.computeIfPresent(key, (k, full) -> full - shape.cost());
                    model.values().removeIf(full -> full <= time);
                    continue;
                }
                long expected = BucketTable.ABSENT;
                if (model.containsKey(key) || model.size() < most) {
                    long debt = model.getOrDefault(key, now) - now;
                    expected = shape.tolerance() - debt;
                    if (expected >= 0) {
                        model.put(key, now + debt + shape.cost());
                    }
                }
                assertThat(buckets.charge(key, shapes[(int) key % 3], now))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(expected);
                assertThat(buckets.inUse(now)).isEqualTo(model.size());
            }
        }
    }

    @Test
    void aFloodOfNewKeysFreesNobodyAndKeepsNobodyOut() {
        Buckets buckets = new Buckets(1_000);
        LimitShapes held = new LimitShapes(new BucketShape(0, 1_000_000, 3));
        Random random = new Random(1);
        for (long key = 1; key <= 500; key++) {
            for (int i = 0; i < 3; i++) {
                buckets.charge(key * 0x9E3779B97F4A7C15L, held, 0);
            }
        }
        int admitted = 0;
        for (int i = 0; i < 1_000_000; i++) {
            admitted += buckets.charge(random.nextLong(), held, 1) >= 0 ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(500);
        assertThat(buckets.inUse(1)).isEqualTo(1_000);
        for (long key = 1; key <= 500; key++) {
            assertThat(buckets.charge(key * 0x9E3779B97F4A7C15L, held, 1)).isEqualTo(-999_999);
            assertThat(buckets.charge(key * 0x9E3779B97F4A7C15L, held, 1_000_001))
                    .isPositive();
        }
    }

    @Test
    void fullBucketsMakeRoom() {
        Buckets buckets = new Buckets(200);
        for (long now = 0; now < 1_000_000; now += 10) {
            assertThat(buckets.charge(now * 0x9E3779B97F4A7C15L + 1, ONE, now)).isZero();
        }
        assertThat(buckets.inUse(1_000_000)).isEqualTo(99);
    }

    @Test
    void whatIsHeldBackStaysWhenTheTableGrowsAndAsMuchAsFitsWhenItShrinks() {
        Buckets buckets = new Buckets(100);
        charge(buckets, 100, 0);
        buckets.resize(1_000, 10);
        assertThat(charge(buckets, 100, 10)).isZero();
        assertThat(charge(buckets, 1_000, 10)).isEqualTo(900);
        buckets.resize(50, 20);
        assertThat(buckets.inUse(20)).isEqualTo(50);
        assertThat(charge(buckets, 1_000, 20)).isZero();
        assertThat(buckets.most()).isEqualTo(50);
    }

    /** How many of the keys were let in. */
    private static int charge(Buckets buckets, int keys, long now) {
        int admitted = 0;
        for (int i = 1; i <= keys; i++) {
            admitted += buckets.charge(i * 0x9E3779B97F4A7C15L, ONE, now) >= 0 ? 1 : 0;
        }
        return admitted;
    }
}
