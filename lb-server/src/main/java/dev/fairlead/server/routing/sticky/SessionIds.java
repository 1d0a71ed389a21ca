package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Backend;
import java.util.List;

/**
 * Where in the list of a pool's backends each keyed hash of an id leads. It depends on the ids alone, so it stays while
 * health, weights and admin states change.
 */
final class SessionIds {
    private final long[] hashes;
    private final int[] places;

    /** @param keys one for each secret, since what any of them hid must be found */
    SessionIds(List<Backend> backends, List<SipHash> keys) {
        int slots = Integer.highestOneBit(Math.max(1, 2 * backends.size() * keys.size())) * 2;
        hashes = new long[slots];
        places = new int[slots];
        for (SipHash key : keys) {
            int place = 0;
            for (Backend backend : backends) {
                put(key.name(backend.id()), place);
                place++;
            }
        }
    }

    private void put(long hash, int place) {
        int slot = slot(hash);
        hashes[slot] = hash;
        places[slot] = place;
    }

    /** @return -1 if no backend has such an id */
    int place(long hash) {
        int slot = slot(hash);
        return hashes[slot] == hash && hash != 0 ? places[slot] : -1;
    }

    /** The hash's own or the free one where it would be; there is always a free one. */
    private int slot(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != hash && hashes[slot] != 0) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    static boolean sameIds(List<Backend> these, List<Backend> those) {
        if (these == those) {
            return true;
        }
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (!these.get(i).id().equals(those.get(i).id())) {
                return false;
            }
        }
        return true;
    }
}
