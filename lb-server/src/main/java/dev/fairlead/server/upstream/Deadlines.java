package dev.fairlead.server.upstream;

import org.jspecify.annotations.Nullable;

/** The deadlines of an exchange in each phase, by the lane's clock. */
final class Deadlines {

    static final long NEVER = Long.MAX_VALUE;

    private final ExchangeTimeouts timeouts;
    private long firstByte = NEVER;
    private long perTry = NEVER;
    private long idle;
    private boolean headSeen;

    Deadlines(ExchangeTimeouts timeouts, long now) {
        this.timeouts = timeouts;
        this.idle = after(now, timeouts.idleNanos());
    }

    /**
     * From here to the head nothing is expected to move, so idleness says nothing; before, how long it takes is up to
     * the client, and no word about the backend.
     */
    void requestWritten(long now) {
        if (!headSeen) {
            perTry = after(now, timeouts.perTryNanos());
            firstByte = after(now, timeouts.firstByteNanos());
            idle = NEVER;
        }
    }

    /** A backend that sends interim responses is at work. */
    void interim(long now) {
        if (firstByte != NEVER) {
            firstByte = after(now, timeouts.firstByteNanos());
        }
    }

    void head(long now) {
        headSeen = true;
        firstByte = NEVER;
        perTry = NEVER;
        idle = after(now, timeouts.idleNanos());
    }

    void progress(long now) {
        if (idle != NEVER) {
            idle = after(now, timeouts.idleNanos());
        }
    }

    long next() {
        return Math.min(idle, Math.min(firstByte, perTry));
    }

    @Nullable
    UpstreamFailure expired(long now) {
        if (perTry <= now) {
            return UpstreamFailure.PER_TRY_TIMEOUT;
        }
        if (firstByte <= now) {
            return UpstreamFailure.FIRST_BYTE_TIMEOUT;
        }
        return idle <= now ? UpstreamFailure.IDLE_TIMEOUT : null;
    }

    String describe(UpstreamFailure timeout) {
        return switch (timeout) {
            case PER_TRY_TIMEOUT -> "no answer within " + millis(timeouts.perTryNanos()) + " of the whole request";
            case FIRST_BYTE_TIMEOUT ->
                "no answer within " + millis(timeouts.firstByteNanos()) + " of the whole request";
            default -> "nothing moved for " + millis(timeouts.idleNanos());
        };
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }

    private static long after(long now, long nanos) {
        return nanos == 0 || nanos > NEVER - now ? NEVER : now + nanos;
    }
}
