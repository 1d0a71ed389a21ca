package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.strategy.hash.key.Xxh64;
import java.util.stream.IntStream;

/**
 * The circle of 2^64 points on which every endpoint sits many times, in proportion to its weight (Karger et al. 1997).
 * The n-th point of an endpoint is the XXH64 of its id, an underscore and n, as in Envoy; so the rings match those that
 * Envoy published.
 *
 * <p>A given number of points is distributed by weight, and an endpoint always uses the first of its points. So if an
 * endpoint comes or goes while weights are equal and the number grows with the pool, no other endpoint's points change,
 * and only the keys that must move do. If shares do change, adding or removing a point moves only the keys of that
 * point.
 *
 * <p>The points are kept sorted, in as many equal arcs as there are points, or a few more. Hashes are evenly spread, so
 * an arc has one or two points: sorting is one pass over the points, and a lookup takes a step or two.
 */
final class Ring {
    private final long[] points;
    private final int[] owners;
    /** For each arc, the start of its points; plus one entry for the end. */
    private final int[] arcs;

    private final int shift;

    /** @param wanted how many points there should be; there may be a few more or less, and at least one for each endpoint */
    Ring(EndpointPool pool, int wanted) {
        int[] counts = counts(pool, wanted);
        int size = IntStream.of(counts).sum();
        long[] unsorted = new long[size];
        int[] unsortedOwners = new int[size];
        place(pool, counts, unsorted, unsortedOwners);
        int arcBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(size - 1));
        shift = 64 - arcBits;
        points = new long[size];
        owners = new int[size];
        arcs = new int[(1 << arcBits) + 1];
        sort(unsorted, unsortedOwners);
    }

    /**
     * Fractions are rounded by a pseudo-random value derived from the id. If all were rounded in the same way, all
     * would lose a point when a large pool grows by one, and many keys would move at once.
     */
    private static int[] counts(EndpointPool pool, int wanted) {
        long weight = 0;
        for (Endpoint endpoint : pool) {
            weight += endpoint.weight();
        }
        int[] counts = new int[pool.size()];
        for (Endpoint endpoint : pool) {
            double die = (Xxh64.hash(endpoint.id()) >>> 11) * 0x1.0p-53;
            double due = (double) wanted * endpoint.weight() / weight;
            counts[endpoint.index()] = Math.max(1, (int) (due + die));
        }
        return counts;
    }

    private static void place(EndpointPool pool, int[] counts, long[] points, int[] owners) {
        StringBuilder name = new StringBuilder(64);
        int at = 0;
        for (Endpoint endpoint : pool) {
            name.setLength(0);
            name.append(endpoint.id()).append('_');
            int length = name.length();
            for (int n = 0; n < counts[endpoint.index()]; n++) {
                name.setLength(length);
                points[at] = Xxh64.hash(name.append(n));
                owners[at++] = endpoint.index();
            }
        }
    }

    private void sort(long[] unsorted, int[] unsortedOwners) {
        for (long point : unsorted) {
            arcs[arc(point) + 1]++;
        }
        for (int arc = 1; arc < arcs.length; arc++) {
            arcs[arc] += arcs[arc - 1];
        }
        int[] ends = arcs.clone();
        for (int i = 0; i < unsorted.length; i++) {
            int arc = arc(unsorted[i]);
            insert(unsorted[i], unsortedOwners[i], arcs[arc], ends[arc]++);
        }
    }

    private void insert(long point, int owner, int begin, int end) {
        int at = end;
        while (at > begin && Long.compareUnsigned(points[at - 1], point) > 0) {
            points[at] = points[at - 1];
            owners[at] = owners[at - 1];
            at--;
        }
        points[at] = point;
        owners[at] = owner;
    }

    private int arc(long point) {
        return (int) (point >>> shift);
    }

    /** The position of the first point at or after a hash, wrapping around. */
    int position(long hash) {
        int at = arcs[arc(hash)];
        while (at < points.length && Long.compareUnsigned(points[at], hash) < 0) {
            at++;
        }
        return at == points.length ? 0 : at;
    }

    int next(int position) {
        return position + 1 == points.length ? 0 : position + 1;
    }

    /** The index of the endpoint that sits at a position. */
    int owner(int position) {
        return owners[position];
    }

    long point(int position) {
        return points[position];
    }

    int size() {
        return points.length;
    }
}
