package dev.fairlead.server.limit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The keys that were refused most, in bounded memory: the space-saving algorithm, in which a new key takes the place and
 * the count of the one with the least. Whoever has more than a fraction of all refusals is there, however many others come once.
 * Counts are halved every minute.
 */
final class Busiest {

    private static final int PLACES = 32;
    private static final int TOLD = 10;
    private static final long HALF_LIFE = TimeUnit.MINUTES.toNanos(1);

    /** All guarded by this; made with the first refusal. */
    private long[] hashes = {};

    private String[] names = {};
    private int[] counts = {};

    /** The count that a key took over and may not be its own. */
    private int[] foreign = {};

    private long halved;

    /** A key with its refusals. */
    record RefusedKey(long hash, String name, int refused) {}

    /** @param keys give the key's text, if it is not known yet */
    synchronized void refused(long hash, long now, KeyReader keys, RequestKeys request) {
        if (counts.length == 0) {
            hashes = new long[PLACES];
            names = new String[PLACES];
            Arrays.fill(names, "");
            counts = new int[PLACES];
            foreign = new int[PLACES];
            halved = now;
        }
        halve(now);
        int least = 0;
        for (int i = 0; i < PLACES; i++) {
            if (hashes[i] == hash && counts[i] > 0) {
                counts[i] = Math.min(counts[i], Integer.MAX_VALUE - 1) + 1;
                return;
            }
            least = counts[i] < counts[least] ? i : least;
        }
        hashes[least] = hash;
        names[least] = keys.text(request);
        foreign[least] = counts[least];
        counts[least] = Math.min(counts[least], Integer.MAX_VALUE - 1) + 1;
    }

    /** Those with the most first. */
    synchronized List<RefusedKey> entries(long now) {
        halve(now);
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] > foreign[i])
                .mapToObj(i -> new RefusedKey(hashes[i], names[i], counts[i] - foreign[i]))
                .sorted(Comparator.comparingInt(RefusedKey::refused).reversed().thenComparing(RefusedKey::name))
                .limit(TOLD)
                .toList();
    }

    private void halve(long now) {
        long times = (now - halved) / HALF_LIFE;
        if (times > 0) {
            halved += times * HALF_LIFE;
            int shift = (int) Math.min(times, Integer.SIZE - 1);
            for (int i = 0; i < counts.length; i++) {
                int own = (counts[i] - foreign[i]) >> shift;
                foreign[i] >>= shift;
                counts[i] = foreign[i] + own;
            }
        }
    }
}
