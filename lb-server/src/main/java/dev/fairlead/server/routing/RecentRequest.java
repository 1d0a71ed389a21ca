package dev.fairlead.server.routing;

import dev.fairlead.server.routing.sticky.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered about a finished request to explain where it went: only plain facts, no live objects.
 *
 * @param session null if its pool has no sessions
 * @param obstacle why it was not retried after the last attempt; null if a retry was never in question
 */
public record RecentRequest(
        String id,
        String method,
        String path,
        String host,
        String client,
        String route,
        String pool,
        int status,
        EndReason reason,
        long durationNanos,
        long endedNanos,
        List<RecentAttempt> attempts,
        @Nullable Session session,
        @Nullable NoRetryReason obstacle) {

    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_REMEMBERED = 1_024;

    /**
     * Of one that is over.
     *
     * @param obstacle as above
     */
    static RecentRequest of(RequestRun run, EndReason reason, long endedNanos, @Nullable NoRetryReason obstacle) {
        List<Attempt> attempts = run.attempts();
        RecentAttempt[] tries = new RecentAttempt[attempts.size()];
        for (int i = 0; i < tries.length; i++) {
            tries[i] = RecentAttempt.of(attempts.get(i));
        }
        RequestFacts facts = run.facts();
        return new RecentRequest(
                facts.id(),
                facts.method(),
                shortened(facts.path()),
                shortened(facts.host()),
                facts.clientAddress(),
                run.routeName(),
                run.pool(),
                run.status(),
                reason,
                run.durationNanos(),
                endedNanos,
                List.of(tries),
                run.session() == null ? null : run.session().found(),
                obstacle);
    }

    /** Thousands of requests are remembered, and none of them may take as much memory as the longest allowed head. */
    private static String shortened(String text) {
        return text.length() <= LONGEST_REMEMBERED ? text : text.substring(0, LONGEST_REMEMBERED) + "…";
    }

    /** What its session asked for; empty if its pool has no sessions. */
    public String sessionSentence() {
        return session == null ? "" : session.sentence();
    }

    /** Whether it was refused because the backend of its session is gone. */
    public boolean isRefusedForSession() {
        return session != null && session.isRefused();
    }

    /** Whether it had any trouble. */
    public boolean isTroubled() {
        return status >= SERVER_ERROR
                || reason != EndReason.COMPLETED
                || attempts.stream().anyMatch(attempt -> attempt.failure() != null || attempt.status() >= SERVER_ERROR);
    }
}
