package dev.fairlead.server.observe;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether this process is ready for traffic; set by the code that starts and stops it. */
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

    /** It is stopping, whether or not it was ever ready. */
    boolean isStopping() {
        String now = reason;
        return !now.isEmpty() && !now.equals(STARTING);
    }

    /** Empty when ready. */
    String reason() {
        return reason;
    }
}
