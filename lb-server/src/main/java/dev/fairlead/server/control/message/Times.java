package dev.fairlead.server.control.message;

import com.google.protobuf.Timestamp;
import dev.fairlead.server.desired.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Converts durations and times between messages and Java. */
public final class Times {

    private static final long SECONDS = 315_576_000_000L;
    private static final int NANOS = 1_000_000_000;

    private Times() {}

    /** What cannot be one is refused with a sentence: every client library lets its user build such a message. */
    public static Duration of(com.google.protobuf.Duration span) {
        long seconds = span.getSeconds();
        int nanos = span.getNanos();
        boolean sameSign = seconds == 0 || nanos == 0 || seconds < 0 == nanos < 0;
        if (Math.abs(seconds) > SECONDS || seconds == Long.MIN_VALUE || Math.abs((long) nanos) >= NANOS || !sameSign) {
            throw new IllegalArgumentException(
                    seconds + " s and " + nanos + " ns are not a duration, expected one such as 2.5s");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    /**
     * A span of a request that may be left out.
     *
     * @throws InvalidRequest if it is none, or less than none
     */
    public static Optional<Duration> read(boolean set, com.google.protobuf.Duration span, String field) {
        if (!set) {
            return Optional.empty();
        }
        try {
            Duration read = of(span);
            if (read.isNegative()) {
                throw new IllegalArgumentException(
                        Durations.text(read) + " is negative, expected a duration of 0s or more");
            }
            return Optional.of(read);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(field, String.valueOf(e.getMessage()));
        }
    }

    public static com.google.protobuf.Duration message(Duration span) {
        // java.time counts nanoseconds upwards from the second below; protobuf gives both the same sign
        boolean below = span.getSeconds() < 0 && span.getNano() > 0;
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(below ? span.getSeconds() + 1 : span.getSeconds())
                .setNanos(below ? span.getNano() - NANOS : span.getNano())
                .build();
    }

    public static Timestamp message(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
