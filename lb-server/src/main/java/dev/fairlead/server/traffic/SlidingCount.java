package dev.fairlead.server.traffic;

/** The growth of a counter over the last ticks. Used only on the sampler's thread. */
final class SlidingCount {
    static final int TICKS = 10;

    private final long[] growths = new long[TICKS];
    private long last;
    private long sum;
    private int at;
    private int ticks;

    /** Returns by how much it grew since the last tick. The counter started at 0. */
    long tick(long now) {
        ticks = Math.min(ticks + 1, TICKS);
        at = at + 1 == TICKS ? 0 : at + 1;
        long growth = now - last;
        last = now;
        sum += growth - growths[at];
        growths[at] = growth;
        return growth;
    }

    /** The growth over the window. */
    long sum() {
        return sum;
    }

    boolean isIdle() {
        return sum == 0;
    }

    /** How many ticks the window covers: fewer than {@link #TICKS} at first. */
    int ticks() {
        return ticks;
    }
}
