package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.strategy.hash.key.Xxh64;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The lookup table of Maglev (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016,
 * section 3.4). Every endpoint has its own order of preference over all slots, made of an offset and a stride; they
 * take turns, and at each turn one takes the slot it likes best among those that are free. An endpoint of half the
 * greatest weight has half as many turns.
 *
 * <p>Turns go by id, so the order of declaration does not matter. With weights, offsets and strides as in Envoy, and
 * so the tables agree with those that Envoy publishes in its tests.
 */
final class MaglevTable {
    /** Endpoints and not their indices: a look is one load from memory, in a pool of any size. */
    private final Endpoint[] slots;

    MaglevTable(EndpointPool pool, int size) {
        Endpoint[] byId = new Endpoint[pool.size()];
        long[] offsets = new long[byId.length];
        long[] strides = new long[byId.length];
        pool.forEach(endpoint -> byId[endpoint.index()] = endpoint);
        Arrays.sort(byId, Comparator.comparing(Endpoint::id));
        for (int i = 0; i < byId.length; i++) {
            offsets[i] = Long.remainderUnsigned(Xxh64.hash(byId[i].id(), 0), size);
            strides[i] = Long.remainderUnsigned(Xxh64.hash(byId[i].id(), 1), size - 1L) + 1;
        }
        int[] owners = filled(size, weights(byId), offsets, strides);
        slots = new Endpoint[size];
        for (int i = 0; i < size; i++) {
            slots[i] = byId[owners[i]];
        }
    }

    private static int[] weights(Endpoint[] endpoints) {
        return Arrays.stream(endpoints).mapToInt(Endpoint::weight).toArray();
    }

    /** All slots, each with the position of its owner in these arrays; the size must be prime for strides to get around. */
    static int[] filled(int size, int[] weights, long[] offsets, long[] strides) {
        int[] slots = new int[size];
        Arrays.fill(slots, -1);
        long[] preferred = offsets.clone();
        TurnQueue turns = new TurnQueue(weights);
        for (int taken = 0; taken < size; taken++) {
            int owner = turns.next();
            long slot = preferred[owner];
            while (slots[(int) slot] >= 0) {
                slot = slot + strides[owner] < size ? slot + strides[owner] : slot + strides[owner] - size;
            }
            slots[(int) slot] = owner;
            preferred[owner] = slot;
        }
        return slots;
    }

    /** The endpoint that a hash leads to. */
    Endpoint endpoint(long hash) {
        return slots[(int) Long.remainderUnsigned(hash, slots.length)];
    }

    /** The index of every slot's endpoint. */
    int[] owners() {
        return Arrays.stream(slots).mapToInt(Endpoint::index).toArray();
    }
}
