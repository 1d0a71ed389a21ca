package dev.fairlead.server.shadow;

import dev.fairlead.server.virtual.VirtualEndpoint;
import dev.fairlead.spi.Selector;
import org.jspecify.annotations.Nullable;

/** A simulated request at the backend that the candidate would have chosen. */
final class ShadowRequest {
    private final VirtualEndpoint endpoint;

    /** Who chose, and is told how it went even when there is a newer one. */
    private final Selector chooser;

    private final long start;
    private final @Nullable AttemptResult borrowed;
    private boolean told;

    /** @param borrowed what the backend answered to somebody else; null if it goes as the real request does */
    ShadowRequest(VirtualEndpoint endpoint, Selector chooser, long start, @Nullable AttemptResult borrowed) {
        this.endpoint = endpoint;
        this.chooser = chooser;
        this.start = start;
        this.borrowed = borrowed;
    }

    VirtualEndpoint endpoint() {
        return endpoint;
    }

    Selector chooser() {
        return chooser;
    }

    /** Its outcome has been told. */
    void told() {
        told = true;
    }

    boolean isTold() {
        return told;
    }

    @Nullable
    AttemptResult borrowed() {
        return borrowed;
    }

    /** When something happens to it next, if its answer is borrowed. */
    long nextAt() {
        if (borrowed == null) {
            throw new IllegalStateException("it has no time of its own");
        }
        return start + (told ? borrowed.totalNanos() : borrowed.latencyNanos());
    }
}
