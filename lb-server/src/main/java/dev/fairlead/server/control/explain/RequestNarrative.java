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
    private static final String BODY_ON_ITS_WAY = "its body was on its way, and is not kept";

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
        if (attempts.isEmpty()) {
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

    /** The policy's grounds, as they follow from what was seen. */
    private String whyAgain(RecentAttempt attempt) {
        if (attempt.failure() == null) {
            return attempt.status() + " is a status to retry, and another backend was free: it went on";
        }
        return attempt.wrote()
                ? request.method() + " may be sent again and the retry budget allowed it: it went on"
                : "nothing had been sent: it went on, whatever the method";
    }

    /** Nothing for an attempt that went well, that nobody waits for any more, or that had passed on a head. */
    private Optional<String> whyNotAgain(RecentAttempt last) {
        FailureKind failure = last.failure();
        if (failure != null && failure.isGivenUp()) {
            return Optional.empty();
        }
        NoRetryReason obstacle = request.obstacle();
        if (obstacle != null) {
            return Optional.of("it did not go on: " + told(obstacle, last));
        }
        if (failure == null) {
            if (last.statusRetried()) {
                return Optional.of("it did not go on: " + BODY_ON_ITS_WAY);
            }
            return last.status() < FIRST_SERVER_ERROR
                    ? Optional.empty()
                    : Optional.of("it did not go on: " + last.status() + " is not among the statuses to retry");
        }
        return last.isAnswered() ? Optional.empty() : Optional.of("it did not go on: " + BODY_ON_ITS_WAY);
    }

    private String told(NoRetryReason obstacle, RecentAttempt last) {
        return switch (obstacle) {
            case ATTEMPTS_USED_UP ->
                "pool " + request.pool() + " tries a request " + last.mostAttempts() + " times at the most";
            case FAILURE_NOT_LISTED -> "the retry policy does not name such a failure";
            case METHOD_NOT_LISTED ->
                last.backend() + " may have begun with it, and " + request.method() + " is not a method to repeat";
            case TIMED_OUT_BEFORE -> "after a timeout it is tried once more, and no more";
            case BODY_NOT_KEPT -> last.backend() + " may have begun with it, and its body is not kept";
            case BUDGET_SPENT -> "the retry budget was spent";
            case NO_OTHER_BACKEND -> "no backend was left that had not been asked";
            case NONE_ELIGIBLE -> "no backend took requests any more";
        };
    }

    private void end() {
        String took = " after " + millis(request.durationNanos());
        sentences.add(
                switch (request.reason()) {
                    case COMPLETED -> "the client got " + request.status() + took;
                    case REFUSED -> "the client got " + request.status() + " from the load balancer" + took;
                    case CLIENT_GONE -> "the client was gone" + took;
                    case CUT_SHORT -> "the answer was cut short" + took;
                    case SHUTDOWN -> "the load balancer stopped" + took;
                });
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
