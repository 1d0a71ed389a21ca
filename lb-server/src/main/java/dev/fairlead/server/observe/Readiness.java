package dev.fairlead.server.observe;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether this process wants traffic; told by whoever starts and stops it. */
@Singleton
public final class Readiness {
    private static final String STARTING = "starting";

    private volatile String reason = STARTING;

    @Inject
    public Readiness() {}

    public void ready() {
        reason = "";
    }

    /** @param why a clause such as {@code stopping} */
    public void notReady(String why) {
        reason = why;
    }

    boolean isReady() {
        return reason.isEmpty();
    }

    /** It was ready, or is about to end before it ever was. */
    boolean isStopping() {
        String now = reason;
        return !now.isEmpty() && !now.equals(STARTING);
    }

    /** Empty when ready. */
    String reason() {
        return reason;
    }
}
