package dev.fairlead.server.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A probe requested because a request failed. Several failures share one probe, and there is a minimum time between
 * such probes, so that a bad URL cannot cause as many probes as it gets requests. Belongs to the health thread except
 * where stated.
 */
final class RequestedProbe {
    /** Between the starts of probes that traffic asks for. */
    static final Duration DISTANCE = Duration.ofSeconds(1);

    /** what the first failure was, until a probe that began after it is over; set by IO threads */
    private final AtomicReference<@Nullable String> cause = new AtomicReference<>();

    private boolean asked;
    private boolean everAsked;
    private long askedAt;

    /** From any thread. @return whether the health thread is to be told */
    boolean raise(String what) {
        return cause.get() == null && cause.compareAndSet(null, what);
    }

    /** Null if nothing waits for a probe. */
    @Nullable
    String cause() {
        return cause.get();
    }

    /** How long the next probe for its sake has to wait. */
    long waitNanos(long now) {
        return everAsked ? Math.max(0, DISTANCE.toNanos() - (now - askedAt)) : 0;
    }

    /** A probe begins, and answers what is asked by now. */
    void probing(long now) {
        asked = cause.get() != null;
        if (asked) {
            everAsked = true;
            askedAt = now;
        }
    }

    /** A probe is over. What came up meanwhile stays: a good answer may be older. */
    void probed() {
        if (asked) {
            settle();
        }
    }

    void settle() {
        asked = false;
        cause.set(null);
    }
}
