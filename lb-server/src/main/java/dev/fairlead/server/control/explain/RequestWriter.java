package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.Times;
import dev.fairlead.server.routing.RecentAttempt;
import dev.fairlead.server.routing.RecentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes a finished request as a message. */
final class RequestWriter {

    private RequestWriter() {}

    /** @param ended when it ended */
    static ExplainRequestResponse write(RecentRequest request, Instant ended, long revision) {
        ExplainRequestResponse.Builder told = ExplainRequestResponse.newBuilder()
                .setRevision(Outcomes.number(revision))
                .setRequestId(request.id())
                .setTime(Times.message(ended.minusNanos(request.durationNanos())))
                .setMethod(request.method())
                .setHost(request.host())
                .setPath(request.path())
                .setClient(request.client())
                .setRoute(request.route())
                .setPool(request.pool())
                .setStatus(request.status())
                .setEndReason(request.reason().code())
                .setDuration(span(request.durationNanos()))
                .addAllStory(RequestNarrative.of(request));
        request.attempts().forEach(attempt -> told.addAttempts(write(attempt)));
        return told.build();
    }

    private static dev.fairlead.control.v1.Attempt write(RecentAttempt attempt) {
        FailureKind failure = attempt.failure();
        dev.fairlead.control.v1.Attempt.Builder told = dev.fairlead.control.v1.Attempt.newBuilder()
                .setBackend(attempt.backend())
                .setAddress(attempt.address())
                .setStrategy(attempt.strategy())
                .setGeneration(attempt.generation())
                .setOutcome(attempt.outcome().name().toLowerCase(Locale.ROOT))
                .setStatus(attempt.status())
                .setFailure(failure == null ? "" : failure.code())
                .setDetail(attempt.detail())
                .setConnectionReused(attempt.reused())
                .setWrote(attempt.wrote());
        if (attempt.connectNanos() >= 0) {
            told.setConnect(span(attempt.connectNanos()));
        }
        if (attempt.headNanos() >= 0) {
            told.setFirstByte(span(attempt.headNanos()));
        }
        if (attempt.totalNanos() >= 0) {
            told.setTotal(span(attempt.totalNanos()));
        }
        return told.build();
    }

    private static com.google.protobuf.Duration span(long nanos) {
        return Times.message(Duration.ofNanos(nanos));
    }
}
