package dev.fairlead.server.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a finished request, to explain where it went: facts, and nothing that lives.
 *
 * @param obstacle why it did not go again after the last attempt; null if that was never in question
 */
public record RecentRequest(
        String id,
        String method,
        String path,
        String host,
        String client,
        String pool,
        int status,
        EndReason reason,
        long durationNanos,
        long endedNanos,
        List<RecentAttempt> attempts,
        @Nullable NoRetry obstacle) {

    private static final int SERVER_ERROR = 500;

    /** Whether it did not simply go well. */
    public boolean isTroubled() {
        return status >= SERVER_ERROR
                || reason != EndReason.COMPLETED
                || attempts.stream().anyMatch(attempt -> attempt.failure() != null || attempt.status() >= SERVER_ERROR);
    }
}
