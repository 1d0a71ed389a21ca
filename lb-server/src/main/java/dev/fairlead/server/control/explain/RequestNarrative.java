package dev.fairlead.server.control.explain;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.NoRetryReason;
import dev.fairlead.server.routing.RecentAttempt;
import dev.fairlead.server.routing.RecentRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happened to a request, in sentences, from the first choice to the end. */
final class RequestNarrative {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final String BODY_ON_ITS_WAY = "part of its body was already sent and was not kept";

    private final RecentRequest request;
    private final List<String> sentences = new ArrayList<>();

    private RequestNarrative(RecentRequest request) {
        this.request = request;
    }

    static List<String> of(RecentRequest request) {
        RequestNarrative story = new RequestNarrative(request);
        story.tell();
        return List.copyOf(story.sentences);
    }

    private void tell() {
        List<RecentAttempt> attempts = request.attempts();
        if (!request.route().isEmpty()) {
            sentences.add("route " + request.route() + " leads to pool " + request.pool());
        }
        if (!request.sessionSentence().isEmpty()) {
            sentences.add(request.sessionSentence());
        }
        if (attempts.isEmpty() && !request.isRefusedForSession()) {
            sentences.add(
                    request.pool().isEmpty()
                            ? "it was not routed to a pool"
                            : "pool " + request.pool() + " had no backend that takes requests");
        }
        for (int i = 0; i < attempts.size(); i++) {
            RecentAttempt attempt = attempts.get(i);
            choice(attempt);
            outcome(attempt);
            if (i + 1 < attempts.size()) {
                sentences.add(whyAgain(attempt));
            } else {
                whyNotAgain(attempt).ifPresent(sentences::add);
            }
        }
        end();
    }

    private void choice(RecentAttempt attempt) {
        sentences.add("chose " + attempt.backend() + " at " + attempt.address() + " (" + attempt.strategy()
                + ", generation " + attempt.generation() + ")");
    }

    private void outcome(RecentAttempt attempt) {
        String who = attempt.backend();
        if (attempt.isAnswered()) {
            sentences.add(who + " answered " + attempt.status() + " after " + millis(attempt.headNanos())
                    + (attempt.reused() ? " on a kept connection" : " on a new connection"));
        }
        FailureKind failure = attempt.failure();
        if (failure != null) {
            String what = attempt.detail().isEmpty() ? failure.code() : failure.code() + ": " + attempt.detail();
            sentences.add(who + " failed after " + millis(attempt.latencyNanos()) + " (" + what + ")");
        } else if (!attempt.isAnswered()) {
            sentences.add(who + " had not answered yet");
        }
    }

    /** The policy's reasons, as they follow from the attempt. */
    private String whyAgain(RecentAttempt attempt) {
        if (attempt.failure() == null) {
            return attempt.status() + " is a status to retry, and another backend was free: retried";
        }
        return attempt.wrote()
                ? request.method() + " may be sent again and the retry budget allowed it: retried"
                : "nothing had been sent, so it was retried, whatever the method";
    }

    /** Empty for an attempt that succeeded, whose client has gone, or that had already passed on a head. */
    private Optional<String> whyNotAgain(RecentAttempt last) {
        FailureKind failure = last.failure();
        if (failure != null && failure.isGivenUp()) {
            return Optional.empty();
        }
        NoRetryReason obstacle = request.obstacle();
        if (obstacle != null) {
            return Optional.of("not retried: " + told(obstacle, last));
        }
        if (failure == null) {
            if (last.statusRetried()) {
                return Optional.of("not retried: " + BODY_ON_ITS_WAY);
            }
            return last.status() < FIRST_SERVER_ERROR
                    ? Optional.empty()
                    : Optional.of("not retried: " + last.status() + " is not among the statuses to retry");
        }
        return last.isAnswered() ? Optional.empty() : Optional.of("not retried: " + BODY_ON_ITS_WAY);
    }

    private String told(NoRetryReason obstacle, RecentAttempt last) {
        return switch (obstacle) {
            case ATTEMPTS_USED_UP ->
                "pool " + request.pool() + " tries a request " + last.mostAttempts() + " times at most";
            case FAILURE_NOT_LISTED -> "the retry policy does not include this failure";
            case METHOD_NOT_LISTED ->
                last.backend() + " may have started on it, and " + request.method() + " may not be sent twice";
            case TIMED_OUT_BEFORE -> "after a timeout only one more attempt is made";
            case BODY_NOT_KEPT -> last.backend() + " may have started on it, and its body was not kept";
            case BUDGET_SPENT -> "the retry budget was spent";
            case NO_OTHER_BACKEND -> "no untried backend was left";
            case NONE_ELIGIBLE -> "no backend was eligible any more";
        };
    }

    private void end() {
        String took = " after " + millis(request.durationNanos());
        sentences.add(
                switch (request.reason()) {
                    case COMPLETED -> "the client got " + request.status() + took;
                    case REFUSED -> "the client got " + request.status() + " from the load balancer" + took;
                    case CLIENT_GONE -> "the client went away" + took;
                    case CUT_SHORT -> "the answer was cut short" + took;
                    case SHUTDOWN -> "the load balancer stopped" + took;
                });
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
