package dev.fairlead.server.upstream.timer;

/** A task's place in a wheel: a node in the circular list of its slot, or by itself when not armed. */
public final class WheelTimer implements Timer {

    private final TimerWheel wheel;
    final Runnable task;
    WheelTimer previous;
    WheelTimer next;
    long tick;

    WheelTimer(TimerWheel wheel, Runnable task) {
        this.wheel = wheel;
        this.task = task;
        this.previous = this;
        this.next = this;
    }

    boolean armed() {
        return next != this;
    }

    public void armAt(long nanos) {
        cancel();
        wheel.insert(this, wheel.tickOf(nanos));
    }

    /**
     * Fires by then, or earlier if it was armed for earlier: the task looks at the clock and arms again. So a deadline
     * that moves away with every request costs one comparison, not a move in the wheel.
     */
    public void armBy(long nanos) {
        long wanted = wheel.tickOf(nanos);
        if (!armed() || tick > wanted) {
            unlink();
            wheel.insert(this, wanted);
        }
    }

    @Override
    public void cancel() {
        unlink();
    }

    void linkBefore(WheelTimer other) {
        previous = other.previous;
        next = other;
        previous.next = this;
        other.previous = this;
    }

    void unlink() {
        previous.next = next;
        next.previous = previous;
        previous = this;
        next = this;
    }
}
