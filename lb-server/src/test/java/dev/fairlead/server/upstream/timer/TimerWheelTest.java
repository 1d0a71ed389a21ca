package dev.fairlead.server.upstream.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

/** In virtual time. */
class TimerWheelTest {

    private static final long MILLI = 1_000_000;

    private final Scheduler scheduler = new Scheduler();
    private final TimerWheel wheel = new TimerWheel(scheduler, () -> scheduler.now);
    private final List<String> ran = new ArrayList<>();

    @Test
    void timersRunInTimeAndNeverEarly() {
        for (long delay : new long[] {0, 1, 9, 10, 11, 500, 5_119, 5_120, 5_121, 60_000, 3_600_000}) {
            long due = scheduler.now + delay * MILLI;
            wheel.schedule(delay * MILLI, () -> {
                assertThat(scheduler.now).isBetween(due, due + 2 * TimerWheel.TICK_NANOS);
                ran.add(String.valueOf(delay));
            });
        }
        scheduler.run(3_601_000 * MILLI);
        assertThat(ran).containsExactly("0", "1", "9", "10", "11", "500", "5119", "5120", "5121", "60000", "3600000");
    }

    @Test
    void cancelledTimersDoNotRunNotEvenThoseOfTheSameTick() {
        Timer[] timers = new Timer[3];
        for (int i = 0; i < timers.length; i++) {
            int self = i;
            timers[i] = wheel.schedule(50 * MILLI, () -> {
                ran.add("timer " + self);
                for (Timer timer : timers) {
                    timer.cancel();
                }
            });
        }
        scheduler.run(1000 * MILLI);
        assertThat(ran).containsExactly("timer 0");
    }

    @Test
    void aTaskThatThrowsTakesNobodyWithIt() {
        wheel.schedule(50 * MILLI, () -> {
            throw new IllegalStateException("on purpose");
        });
        wheel.schedule(50 * MILLI, () -> ran.add("other"));
        wheel.schedule(5000 * MILLI, () -> ran.add("later"));
        scheduler.run(6000 * MILLI);
        assertThat(ran).containsExactly("other", "later");
    }

    @Test
    void aTaskMayArmItsOwnTimerAgain() {
        WheelTimer[] timer = new WheelTimer[1];
        timer[0] = wheel.unarmed(() -> {
            ran.add(String.valueOf(scheduler.now / MILLI));
            if (ran.size() < 3) {
                timer[0].armAt(scheduler.now + 100 * MILLI);
            }
        });
        timer[0].armAt(100 * MILLI);
        scheduler.run(1000 * MILLI);
        assertThat(ran).hasSize(3);
    }

    @Test
    void armingForLaterLeavesAnEarlierTimerWhereItIs() {
        WheelTimer timer = wheel.unarmed(() -> ran.add("ran"));
        timer.armBy(100 * MILLI);
        long tick = timer.tick;
        timer.armBy(90_000 * MILLI);
        assertThat(timer.tick).isEqualTo(tick);
        timer.armBy(50 * MILLI);
        scheduler.run(70 * MILLI);
        assertThat(ran).containsExactly("ran");
    }

    @Test
    void anEmptyWheelSleeps() {
        wheel.schedule(10 * MILLI, () -> ran.add("once"));
        scheduler.run(10_000 * MILLI);
        assertThat(ran).containsExactly("once");
        assertThat(scheduler.wakeUps).isLessThan(3);
        assertThat(scheduler.queue).isEmpty();
    }

    @Test
    void manyRandomTimersAllRunOnTimeOrNotAtAll() {
        Random random = new Random(7);
        List<Timer> armed = new ArrayList<>();
        int[] left = {0};
        for (int round = 0; round < 2_000; round++) {
            long delay = random.nextInt(20_000) * MILLI / 3;
            long due = scheduler.now + delay;
            left[0]++;
            armed.add(wheel.schedule(delay, () -> {
                assertThat(scheduler.now).isBetween(due, due + 2 * TimerWheel.TICK_NANOS);
                left[0]--;
            }));
            if (random.nextInt(4) == 0) {
                WheelTimer victim = (WheelTimer) armed.get(random.nextInt(armed.size()));
                left[0] -= victim.armed() ? 1 : 0;
                victim.cancel();
            }
            scheduler.run(scheduler.now + random.nextInt(50) * MILLI);
        }
        scheduler.run(scheduler.now + 30_000 * MILLI);
        assertThat(left[0]).isZero();
    }

    /** Runs what is due when time is moved. A failed assertion must get out, so it logs nothing away. */
    private static final class Scheduler implements XnioExecutor {

        private record Entry(long at, long order, Runnable task) implements Comparable<Entry> {
            @Override
            public int compareTo(Entry other) {
                return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
            }
        }

        private final PriorityQueue<Entry> queue = new PriorityQueue<>();
        private long now;
        private long order;
        private int wakeUps;

        void run(long until) {
            while (!queue.isEmpty() && queue.element().at() <= until) {
                Entry next = queue.remove();
                now = Math.max(now, next.at());
                wakeUps++;
                next.task().run();
            }
            now = until;
        }

        @Override
        public void execute(Runnable command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Key executeAfter(Runnable command, long time, TimeUnit unit) {
            Entry entry = new Entry(now + unit.toNanos(time), order++, command);
            queue.add(entry);
            return () -> queue.remove(entry);
        }

        @Override
        public Key executeAtInterval(Runnable command, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
