package dev.fairlead.server.observe.access;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.server.routing.RequestRun;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the access log records about a finished request: copied on its IO thread, written on another.
 *
 * @param at when it ended
 */
record AccessEntry(
        Instant at,
        String requestId,
        String client,
        String method,
        String host,
        String path,
        String query,
        String protocol,
        String referer,
        String userAgent,
        int status,
        long bytesIn,
        long bytesOut,
        long durationNanos,
        String route,
        String pool,
        List<Try> attempts,
        String end,
        String reason) {

    /** Not a request: wakes the writer. */
    static final AccessEntry NONE =
            new AccessEntry(Instant.EPOCH, "", "", "", "", "", "", "", "", "", 0, 0, 0, 0, "", "", List.of(), "", "");

    /**
     * Times are -1 for steps that were not reached; status is 0 without an answer; detail is empty without a failure.
     */
    record Try(
            String backend,
            String strategy,
            long generation,
            boolean reused,
            long connectNanos,
            long headNanos,
            long totalNanos,
            String outcome,
            int status,
            String detail) {

        static Try of(Attempt attempt) {
            return new Try(
                    attempt.backend().id(),
                    attempt.strategy(),
                    attempt.generation(),
                    attempt.isReused(),
                    attempt.connectNanos(),
                    attempt.headNanos(),
                    attempt.totalNanos(),
                    outcome(attempt),
                    attempt.status(),
                    attempt.detail());
        }

        private static String outcome(Attempt attempt) {
            @Nullable FailureKind failure = attempt.failure();
            return failure != null ? failure.code() : attempt.outcome().name().toLowerCase(Locale.ROOT);
        }
    }

    static AccessEntry of(RequestRun run, Instant at) {
        RequestFacts facts = run.facts();
        EndReason end = run.endReason();
        return new AccessEntry(
                at,
                facts.id(),
                facts.clientAddress(),
                facts.method(),
                facts.host(),
                facts.path(),
                facts.query(),
                facts.protocol(),
                orEmpty(facts.header("Referer")),
                orEmpty(facts.header("User-Agent")),
                run.status(),
                run.bytesIn(),
                run.bytesOut(),
                run.durationNanos(),
                run.routeName(),
                run.pool(),
                run.attempts().stream().map(Try::of).toList(),
                end == null ? "" : end.code(),
                run.refusedFor());
    }

    /** Including the query, as in the request line. */
    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
