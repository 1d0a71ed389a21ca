package com.example.zone;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Endpoints that are compared with each other. An array, because walking through a list would allocate an iterator. */
final class Group {
    private final Endpoint[] members;
    private final long weight;

    private Group(Endpoint[] members) {
        this.members = members;
        long sum = 0;
        for (Endpoint member : members) {
            sum += member.weight();
        }
        this.weight = sum;
    }

    static Group of(EndpointPool pool, Predicate<Endpoint> belongs) {
        List<Endpoint> members = new ArrayList<>();
        for (Endpoint endpoint : pool) {
            if (belongs.test(endpoint)) {
                members.add(endpoint);
            }
        }
        return new Group(members.toArray(Endpoint[]::new));
    }

    /** Whether so much is in flight, per unit of weight; nobody at all is always busy. */
    boolean isBusy(double threshold) {
        long inFlight = 0;
        for (Endpoint member : members) {
            inFlight += member.inFlight();
        }
        return inFlight >= threshold * weight;
    }

    /**
     * The fewest in flight for its weight, among those that were not tried; null if there are none. Equals are drawn by
     * weight, one after the other: each newcomer takes the place with its share of all that have been equal so far.
     */
    @Nullable
    Endpoint leastLoaded(RequestView request, RandomGenerator random) {
        Endpoint least = null;
        long load = 0;
        long equalWeight = 0;
        for (Endpoint member : members) {
            if (request.tried(member)) {
                continue;
            }
            long memberLoad = member.inFlight();
            // the two loads per weight, compared without dividing
            long difference = least == null ? -1 : memberLoad * least.weight() - load * member.weight();
            if (difference > 0) {
                continue;
            }
            equalWeight = difference < 0 ? member.weight() : equalWeight + member.weight();
            if (difference < 0 || random.nextLong(equalWeight) < member.weight()) {
                least = member;
                load = memberLoad;
            }
        }
        return least;
    }
}
