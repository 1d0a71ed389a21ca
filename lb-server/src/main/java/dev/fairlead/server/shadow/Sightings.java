package dev.fairlead.server.shadow;

import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.Onlooker;
import dev.fairlead.server.routing.RequestFacts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the IO threads have seen, on its way to the replay. There is room for so many and no more; what finds none is
 * counted and not shown. A request that is in has room to its end, so that nothing stays in flight for ever.
 */
final class Sightings implements Onlooker {

    /** Requests that wait to be shown, with all that they said about themselves. */
    static final int MOST_WAITING = 1_024;

    /** Requests that last. */
    static final int MOST_OPEN = 16_384;

    /** Characters of a request that is shown. */
    static final int LARGEST = 8_192;

    private static final double ALL = 100;

    private final double percent;
    private final Queue<Moment> moments = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder missed = new LongAdder();

    /** @param percent of the requests that are to be seen */
    Sightings(double percent) {
        this.percent = percent;
    }

    @Override
    public boolean wants() {
        if (percent < ALL && ThreadLocalRandom.current().nextDouble(ALL) >= percent) {
            return false;
        }
        boolean room = waiting.get() < MOST_WAITING && open.get() < MOST_OPEN;
        if (!room) {
            missed.increment();
        }
        return room;
    }

    @Override
    public @Nullable Follower chosen(RequestFacts request, Attempt attempt, long choiceNanos) {
        SeenRequest copy = SeenRequest.of(request, LARGEST);
        if (copy == null) {
            missed.increment();
            return null;
        }
        waiting.incrementAndGet();
        open.incrementAndGet();
        Seen seen = new Seen(this, copy, attempt, choiceNanos);
        add(new Moment.Chosen(seen, attempt.startNanos()));
        return seen;
    }

    void add(Moment moment) {
        moments.add(moment);
    }

    /** The next in the order in which they came; null if there is none. One thread at a time. */
    @Nullable
    Moment next() {
        Moment next = moments.poll();
        if (next instanceof Moment.Chosen) {
            waiting.decrementAndGet();
        } else if (next instanceof Moment.Ended) {
            open.decrementAndGet();
        }
        return next;
    }

    boolean isEmpty() {
        return moments.isEmpty();
    }

    /** Requests that were to be seen, and for which there was no room. */
    long missed() {
        return missed.sum();
    }

    double percent() {
        return percent;
    }
}
