package dev.fairlead.server.observe;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether this process wants traffic; told by whoever starts and stops it. */
@Singleton
public final class Readiness {
    private volatile String reason = "starting";

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

    /** Empty when ready. */
    String reason() {
        return reason;
    }
}
