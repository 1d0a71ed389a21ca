package dev.fairlead.server.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/** A health thread whose time passes when the test says so, and on whose turn nothing runs but in {@link #advance}. */
final class VirtualTime implements XnioExecutor, InstantSource {
    /** near overflow, for nanosecond clocks may start anywhere */
    private static final long START = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(Comparator.comparingLong(Timed::at).thenComparingLong(Timed::order));
    private long passed;
    private long order;

    private record Timed(long at, long order, Runnable task) {}

    long nanos() {
        return START + passed;
    }

    Duration elapsed() {
        return Duration.ofNanos(passed);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(passed);
    }

    /** Everything that is due now, and whatever that makes due. */
    void settle() {
        advance(Duration.ZERO);
    }

    void advance(Duration duration) {
        long until = passed + duration.toNanos();
        runReady();
        while (!timed.isEmpty() && timed.peek().at <= until) {
            Timed next = timed.remove();
            passed = next.at;
            next.task.run();
            runReady();
        }
        passed = until;
    }

    private void runReady() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        Timed entry = new Timed(passed + unit.toNanos(time), order++, task);
        timed.add(entry);
        return () -> timed.remove(entry);
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing here asks for intervals");
    }
}
