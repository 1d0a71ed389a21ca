package dev.fairlead.server.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last requests of every lane, each in its own ring, so that recording never waits for another thread. */
public final class RecentRequests {
    private final List<Ring> rings;

    public RecentRequests(int lanes, int perLane) {
        List<Ring> all = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            all.add(new Ring(perLane));
        }
        rings = List.copyOf(all);
    }

    void add(int lane, RecentRequest request) {
        rings.get(lane).add(request);
    }

    /** The newest first. */
    public List<RecentRequest> newest(int limit) {
        List<RecentRequest> found = new ArrayList<>();
        rings.forEach(ring -> ring.copyTo(found));
        // nanoTime has no fixed origin, so two readings can be compared only by their difference
        Comparator<RecentRequest> byAge = (a, b) -> Long.signum(b.endedNanos() - a.endedNanos());
        return found.stream().sorted(byAge).limit(limit).toList();
    }

    public Optional<RecentRequest> find(String id) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(request -> request.id().equals(id))
                .findFirst();
    }

    /** Written by one lane, read by anyone. */
    private static final class Ring {
        private final AtomicReferenceArray<RecentRequest> slots;
        private int next;

        Ring(int size) {
            slots = new AtomicReferenceArray<>(size);
        }

        void add(RecentRequest request) {
            slots.setRelease(next, request);
            next = next + 1 == slots.length() ? 0 : next + 1;
        }

        void copyTo(List<RecentRequest> found) {
            for (int i = 0; i < slots.length(); i++) {
                RecentRequest request = slots.getAcquire(i);
                if (request != null) {
                    found.add(request);
                }
            }
        }
    }
}
