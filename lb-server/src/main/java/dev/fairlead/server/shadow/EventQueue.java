package dev.fairlead.server.shadow;

import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.server.routing.TrafficObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What happened to real requests, on its way from the IO threads to the replay. It has room for so many and no more; a
 * request that finds none is counted and not shown. One that is in has room to its end, so that nothing stays in flight
 * for ever.
 */
final class EventQueue implements TrafficObserver {

    /** Requests that wait to be shown, with all that they said about themselves. */
    static final int MOST_WAITING = 1_024;

    /** Requests that last. */
    static final int MOST_OPEN = 16_384;

    /** Characters of a request that is shown. */
    static final int LARGEST = 8_192;

    private static final double ALL = 100;

    private final double percent;
    private final Queue<RequestEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder missed = new LongAdder();

    /** @param percent of the requests that are to be mirrored */
    EventQueue(double percent) {
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
    public @Nullable AttemptObserver chosen(RequestFacts request, Attempt attempt, long choiceNanos) {
        RequestSnapshot copy = RequestSnapshot.of(request, LARGEST);
        if (copy == null) {
            missed.increment();
            return null;
        }
        waiting.incrementAndGet();
        open.incrementAndGet();
        MirroredRequest mirrored = new MirroredRequest(this, copy, attempt, choiceNanos);
        add(new RequestEvent.Chosen(mirrored, attempt.startNanos()));
        return mirrored;
    }

    void add(RequestEvent event) {
        events.add(event);
    }

    /** The next in the order in which they came; null if there is none. One thread at a time. */
    @Nullable
    RequestEvent next() {
        RequestEvent next = events.poll();
        if (next instanceof RequestEvent.Chosen) {
            waiting.decrementAndGet();
        } else if (next instanceof RequestEvent.Ended) {
            open.decrementAndGet();
        }
        return next;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Requests that were to be mirrored, and for which there was no room. */
    long missed() {
        return missed.sum();
    }

    double percent() {
        return percent;
    }
}
