package dev.fairlead.server.upstream.timer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;

/**
 * A hashed wheel: a timer is linked into the slot of its tick, in O(1), and unlinked the same way. A timer further away
 * than one turn stays in its slot and is skipped. The wheel sleeps until the next non-empty slot, so it costs nothing
 * while no timer is armed. Everything here belongs to one IO thread.
 */
public final class TimerWheel implements Timers {

    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOTS = 512;
    private static final int MASK = SLOTS - 1;

    private final XnioExecutor executor;
    private final LongSupplier clock;
    private final long epoch;
    private final WheelTimer[] slots = new WheelTimer[SLOTS];

    /** All slots up to this tick have been visited. */
    private long visited;

    /** The tick that the wheel will wake up at, or MAX_VALUE. */
    private long wakeTick = Long.MAX_VALUE;

    private XnioExecutor.@Nullable Key wake;

    public TimerWheel(XnioExecutor executor, LongSupplier nanoClock) {
        this.executor = executor;
        this.clock = nanoClock;
        this.epoch = nanoClock.getAsLong();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new WheelTimer(this, () -> {});
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        WheelTimer timer = unarmed(task);
        timer.armAt(now() + Math.max(0, delayNanos));
        return timer;
    }

    /** For those that arm the same timer again and again. */
    public WheelTimer unarmed(Runnable task) {
        return new WheelTimer(this, task);
    }

    public long now() {
        return clock.getAsLong();
    }

    /** The first tick that begins at or after that time, so that nothing runs early. */
    long tickOf(long nanos) {
        return Math.floorDiv(nanos - epoch + TICK_NANOS - 1, TICK_NANOS);
    }

    void insert(WheelTimer timer, long tick) {
        long current = Math.floorDiv(now() - epoch, TICK_NANOS);
        if (current < wakeTick) {
            visited = Math.max(visited, current); // whatever lies between is empty
        }
        timer.tick = Math.max(tick, visited + 1);
        timer.linkBefore(slots[(int) (timer.tick & MASK)]);
        long visit = visited + 1 + ((timer.tick - visited - 1) & MASK);
        if (visit < wakeTick) {
            wakeAt(visit);
        }
    }

    private void wakeAt(long tick) {
        if (wake != null) {
            wake.remove();
        }
        wakeTick = tick;
        long delay = epoch + tick * TICK_NANOS - now();
        wake = executor.executeAfter(this::turn, Math.max(0, delay + 999_999) / 1_000_000, TimeUnit.MILLISECONDS);
    }

    /** Collects what is due before anything runs: a task may arm and cancel timers, those of its own slot too. */
    private void turn() {
        wake = null;
        wakeTick = Long.MAX_VALUE;
        long current = Math.floorDiv(now() - epoch, TICK_NANOS);
        WheelTimer due = new WheelTimer(this, () -> {});
        long from = Math.max(visited + 1, current - MASK);
        for (long tick = from; tick <= current; tick++) {
            collect(slots[(int) (tick & MASK)], current, due);
        }
        visited = Math.max(visited, current);
        while (due.next != due) {
            run(due.next);
        }
        sleep();
    }

    private static void collect(WheelTimer slot, long current, WheelTimer due) {
        WheelTimer timer = slot.next;
        while (timer != slot) {
            WheelTimer next = timer.next;
            if (timer.tick <= current) {
                timer.unlink();
                timer.linkBefore(due);
            }
            timer = next;
        }
    }

    /** One task that throws must not take the others of its tick with it. */
    private static void run(WheelTimer timer) {
        timer.unlink();
        try {
            timer.task.run();
        } catch (Throwable t) {
            log.error("event=timer-task-failed", t);
        }
    }

    private void sleep() {
        for (long tick = visited + 1; tick <= visited + SLOTS && tick < wakeTick; tick++) {
            WheelTimer slot = slots[(int) (tick & MASK)];
            if (slot.next != slot) {
                wakeAt(tick);
                return;
            }
        }
    }
}
