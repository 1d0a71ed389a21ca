package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.testkit.ManualClock;
import java.util.PriorityQueue;

/** Planned events in order of time; events at the same time happen in the order in which they were planned. */
final class EventSchedule {
    private record Entry(long at, long order, Runnable event) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final ManualClock clock = new ManualClock();
    private long now;
    private long planned;

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** The same time as strategies see it, with another origin. */
    ManualClock clock() {
        return clock;
    }

    void at(long nanos, Runnable event) {
        entries.add(new Entry(Math.max(nanos, now), planned++, event));
    }

    void after(long nanos, Runnable event) {
        at(now + nanos, event);
    }

    /** Runs all events, including those planned meanwhile. */
    void run() {
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            clock.advanceNanos(entry.at - now);
            now = entry.at;
            entry.event.run();
        }
    }
}
