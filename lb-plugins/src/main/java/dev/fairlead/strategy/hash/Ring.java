package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.strategy.hash.key.Xxh64;

/**
 * The circle of 2^64 points on which every endpoint sits many times, in proportion to its weight (Karger et al. 1997).
 * The n-th point of an endpoint is the XXH64 of its id, an underscore and n, as in Envoy; so its published rings agree.
 *
 * <p>How many points an endpoint has depends on its weight and the greatest weight alone, and not on who else is there:
 * so nobody's points change when one comes or goes, and only the keys that must move do.
 *
 * <p>The points are kept sorted, in as many equal arcs as there are points or a few more. Hashes are evenly spread,
 * so an arc holds one point or two: sorting is a pass over the points, and looking one up is a step or two.
 */
final class Ring {
    private final long[] points;
    private final int[] owners;
    /** Of each arc, where its points begin; and one more entry, where all end. */
    private final int[] arcs;

    private final int shift;

    /** @param heaviestPoints how often the endpoint of the greatest weight sits there; the others in proportion */
    Ring(EndpointPool pool, int heaviestPoints) {
        int heaviest = 1;
        for (Endpoint endpoint : pool) {
            heaviest = Math.max(heaviest, endpoint.weight());
        }
        int[] counts = new int[pool.size()];
        int size = 0;
        for (Endpoint endpoint : pool) {
            counts[endpoint.index()] = Math.max(1, Math.round((float) heaviestPoints * endpoint.weight() / heaviest));
            size += counts[endpoint.index()];
        }
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

    /** The position of the first point at or behind a hash, going round. */
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
