package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;
import java.time.Duration;

/** The result of an attempt, chosen by a test. */
public record FakeAttempt(Outcome outcome, int status, long latencyNanos) implements Attempt {

    /** A successful response after this time. */
    public static FakeAttempt responded(Duration latency) {
        return new FakeAttempt(Outcome.RESPONDED, 200, latency.toNanos());
    }

    /** A 503 after this time. */
    public static FakeAttempt serverError(Duration latency) {
        return new FakeAttempt(Outcome.SERVER_ERROR, 503, latency.toNanos());
    }

    /** No response, for one of the other reasons, after this time. */
    public static FakeAttempt without(Outcome reason, Duration latency) {
        return new FakeAttempt(reason, 0, latency.toNanos());
    }
}
