package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.route.SplitKey;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which of several pools a request goes to. Equal keys go to one pool, on every load balancer with these weights
 * (weighted rendezvous hashing): a pool whose weight grows takes keys from the others in proportion, and none moves between
 * the others.
 */
public final class PoolSplit {

    private static final double UNIT = 0x1p-53;

    private final SplitKey by;
    private final String[] pools;
    private final long[] hashes;
    private final double[] weights;

    /** The sums of the weights up to each pool. */
    private final int[] sums;

    PoolSplit(Map<String, Integer> weighted, String by) {
        this.by = SplitKey.parse(by);
        pools = weighted.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
        hashes = new long[pools.length];
        weights = new double[pools.length];
        sums = new int[pools.length];
        int sum = 0;
        for (int i = 0; i < pools.length; i++) {
            int weight = weighted.getOrDefault(pools[i], 0);
            sum = Math.addExact(sum, weight);
            hashes[i] = hash(pools[i]);
            weights[i] = weight;
            sums[i] = sum;
        }
    }

    /** The pool for a request; by chance if it has no key. */
    public String pool(RouteFacts facts, RandomGenerator random) {
        return pool(key(facts), random);
    }

    /** @param key by chance without one */
    public String pool(@Nullable String key, RandomGenerator random) {
        return key == null ? drawn(random) : hashed(key);
    }

    /** What decides about a request; null if it is chance, because the split says so or the request has no key. */
    public @Nullable String key(RouteFacts facts) {
        String key = switch (by.kind()) {
            case RANDOM -> null;
            case CLIENT -> facts.clientAddress();
            case HEADER -> facts.header(by.name());
            case COOKIE -> facts.cookie(by.name());
        };
        return key == null || key.isEmpty() ? null : key;
    }

    /** The cookie to set on the answer to a request without a key; null if the split is not by a cookie. */
    public @Nullable String cookieName() {
        return by.kind() == SplitKey.Kind.COOKIE ? by.name() : null;
    }

    /** A value for that cookie, drawn by chance: its pool is the one that the request goes to. */
    public static String newKey(RandomGenerator random) {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }

    private String drawn(RandomGenerator random) {
        int drawn = random.nextInt(sums[sums.length - 1]);
        int at = 0;
        while (sums[at] <= drawn) {
            at++;
        }
        return pools[at];
    }

    /** The pool that throws the least: an exponential variable with its weight as the rate. */
    private String hashed(String key) {
        long hash = hash(key);
        int least = 0;
        double leastThrown = Double.POSITIVE_INFINITY;
        for (int i = 0; i < pools.length; i++) {
            double even = ((mixed(hash ^ hashes[i]) >>> 11) + 0.5) * UNIT;
            double thrown = -Math.log(even) / weights[i];
            if (thrown < leastThrown) {
                leastThrown = thrown;
                least = i;
            }
        }
        return pools[least];
    }

    /** FNV-1a, mixed: the same on every machine. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The end of MurmurHash3: every bit of the input changes half of the output. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
