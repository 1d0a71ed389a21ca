package dev.fairlead.strategy.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.strategy.Builtin;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How evenly keys are spread, and how few of them move. */
class HashQualityTest {
    private static final int KEYS = 200_000;
    private static final String[] CLIENTS =
            IntStream.range(0, KEYS).mapToObj(HashQualityTest::client).toArray(String[]::new);

    /** Without the chance of which keys there are: the slots themselves. */
    @Test
    void maglevSlotsOfAHundredDifferByLessThanFivePercent() {
        int[] counts = new int[100];
        for (int owner : new MaglevTable(FakePool.ofSize(100), MaglevProvider.DEFAULT_SIZE).owners()) {
            counts[owner]++;
        }

        double mean = MaglevProvider.DEFAULT_SIZE / 100.0;
        assertThat(IntStream.of(counts).max().orElseThrow() / mean).isLessThanOrEqualTo(1.05);
    }

    @Test
    void maglevSpreadsAMillionKeysOverAHundredWithinFivePercent() {
        FakePool pool = FakePool.ofSize(100);
        double[] shares = shares("maglev", pool, 1_000_000);

        assertThat(max(shares) * 100).isLessThanOrEqualTo(1.05);
    }

    @ParameterizedTest
    @CsvSource({"maglev, 3", "maglev, 10", "maglev, 100", "maglev, 128", "maglev, 1000"})
    void fewKeysMoveOnMaglev(String strategy, int size) {
        assertFewMove(strategy, size);
    }

    /** From 128 to 129 the points begin to be fewer. */
    @ParameterizedTest
    @CsvSource({"3", "10", "100", "127", "128", "129", "256", "257", "1000"})
    void fewKeysMoveOnARing(int size) {
        assertFewMove("ring_hash", size);
    }

    @ParameterizedTest
    @CsvSource({"rendezvous, 3", "rendezvous, 10", "rendezvous, 100", "ip_hash, 3", "ip_hash, 10", "ip_hash, 100"})
    void fewKeysMoveByRendezvousAndAddress(String strategy, int size) {
        assertFewMove(strategy, size);
    }

    /**
     * Then points are shared out anew. Whoever has less than an equal part of the weight moves no more than an equal part
     * of the keys; whoever has more moves at the most as many in vain as it had above that.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void fewKeysMoveOnARingOfUnevenWeights(int leaving) {
        FakePool pool = FakePool.ofWeights(1, 2, 3, 10, 5, 1, 1, 2, 2, 3);
        FakeEndpoint gone = pool.endpoint(leaving);
        double equal = 1.0 / pool.size();
        double share = (double) gone.weight() / pool.weight();

        double moved = moved(owners("ring_hash", pool), owners("ring_hash", pool.without(gone.id())));
        assertThat(moved).isLessThanOrEqualTo(Math.max(equal, 2 * share - equal) + 0.02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maglev", "ring_hash", "rendezvous", "ip_hash"})
    void weightsAreRespectedWithinFivePercent(String strategy) {
        FakePool pool = FakePool.ofWeights(1, 2, 3, 4, 5, 5, 4, 3, 2, 1);
        assertByWeight(shares(strategy, pool, 1_000_000), pool);
    }

    /** Without the chance of which keys there are: the slots and the arcs themselves. */
    @Test
    void weightsOfAHundredAreRespectedWithinFivePercent() {
        FakePool pool =
                FakePool.ofWeights(IntStream.range(0, 100).map(i -> 1 + i % 3).toArray());
        double[] slots = new double[pool.size()];
        for (int owner : new MaglevTable(pool, MaglevProvider.DEFAULT_SIZE).owners()) {
            slots[owner] += 1.0 / MaglevProvider.DEFAULT_SIZE;
        }
        double[] arcs = new double[pool.size()];
        Ring ring = new Ring(pool, RingHashProvider.size(pool.size(), RingHashProvider.DEFAULT_POINTS));
        for (int i = 0; i < ring.size(); i++) {
            int next = ring.next(i);
            arcs[ring.owner(next)] += (ring.point(next) - ring.point(i) >>> 11) * 0x1.0p-53;
        }

        assertByWeight(slots, pool);
        assertByWeight(arcs, pool);
    }

    private static void assertByWeight(double[] shares, FakePool pool) {
        for (int i = 0; i < shares.length; i++) {
            assertThat(shares[i] * pool.weight() / pool.endpoint(i).weight())
                    .as("share of %s, in parts of what its weight demands", pool.endpoint(i))
                    .isBetween(0.95, 1.05);
        }
    }

    @Test
    void noKeyOfASurvivorMovesOnARingOrByRendezvous() {
        for (String strategy : new String[] {"ring_hash", "rendezvous"}) {
            FakePool pool = FakePool.ofSize(20);
            String leaving = pool.endpoint(7).id();
            FakePool rest = pool.without(leaving);
            Selector before = Builtin.create(strategy, Map.of("key", "path")).rebuild(pool);
            Selector after = Builtin.create(strategy, Map.of("key", "path")).rebuild(rest);
            FakeRequest request = FakeRequest.get("/");
            for (int i = 0; i < 20_000; i++) {
                request.to("/" + i);
                String owner = before.select(request).id();
                if (!owner.equals(leaving)) {
                    assertThat(after.select(request).id()).isEqualTo(owner);
                }
            }
        }
    }

    /** From N to N - 1 is a removal; read the other way round, the same keys move when the last one is added. */
    private static void assertFewMove(String strategy, int size) {
        FakePool pool = FakePool.ofSize(size);
        String leaving = pool.endpoint(size / 2).id();
        String[] all = owners(strategy, pool);
        String[] fewer = owners(strategy, pool.without(leaving));
        String[] more = owners(strategy, pool.with("10.9.9.9:8080", 1));

        assertThat(moved(all, fewer)).isLessThanOrEqualTo(1.0 / size + 0.02);
        assertThat(moved(all, more)).isLessThanOrEqualTo(1.0 / (size + 1) + 0.02);
    }

    private static double moved(String[] before, String[] after) {
        long moved = IntStream.range(0, KEYS)
                .filter(i -> !before[i].equals(after[i]))
                .count();
        return (double) moved / KEYS;
    }

    private static String[] owners(String strategy, FakePool pool) {
        Selector selector = Builtin.create(strategy, Map.of()).rebuild(pool);
        FakeRequest request = FakeRequest.get("/");
        String[] owners = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            owners[i] = selector.select(request.from(CLIENTS[i])).id();
        }
        return owners;
    }

    private static double[] shares(String strategy, FakePool pool, int keys) {
        Selector selector = Builtin.create(strategy, Map.of()).rebuild(pool);
        FakeRequest request = FakeRequest.get("/");
        double[] shares = new double[pool.size()];
        for (int i = 0; i < keys; i++) {
            shares[selector.select(request.from(client(i))).index()] += 1.0 / keys;
        }
        return shares;
    }

    private static String client(int number) {
        return (number >> 24 & 255) + 1 + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
