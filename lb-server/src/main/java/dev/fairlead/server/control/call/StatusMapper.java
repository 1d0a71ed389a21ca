package dev.fairlead.server.control.call;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.strategy.StrategyRefused;
import dev.fairlead.server.strategy.plugin.PluginRefused;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into a status with details that a program can act on. */
public final class StatusMapper {

    private static final Logger log = LoggerFactory.getLogger(StatusMapper.class);
    private static final String DOMAIN = "fairlead";

    private final RoutingTables tables;
    private final RandomGenerator random;

    /** @param random for the ids that identify unexpected failures in the log */
    @Inject
    public StatusMapper(RoutingTables tables, RandomGenerator random) {
        this.tables = tables;
        this.random = random;
    }

    public StatusRuntimeException of(Throwable failure) {
        Throwable cause = inner(failure);
        if (cause instanceof StatusRuntimeException ready) {
            return ready;
        }
        if (cause instanceof StatusException ready) {
            return ready.getStatus().asRuntimeException(ready.getTrailers());
        }
        if (cause instanceof InvalidRequest invalid) {
            return invalid(invalid.violations());
        }
        if (cause instanceof ChangeRefused refused) {
            return refused(refused);
        }
        if (cause instanceof StrategyRefused refused) {
            return refused(refused);
        }
        if (cause instanceof PluginRefused refused) {
            return refused(refused);
        }
        if (cause instanceof CancellationException) {
            return status(Code.CANCELLED, "the caller left before the change began; nothing was changed");
        }
        if (cause instanceof RejectedExecutionException) {
            return status(Code.UNAVAILABLE, "the server is overloaded or stopping; try again in a moment");
        }
        return unexpected(cause);
    }

    /** Out of the wrapping that futures add. */
    private static Throwable inner(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private StatusRuntimeException refused(ChangeRefused refused) {
        String sentence = refused.sentence();
        return switch (refused.kind()) {
            case INVALID -> invalid(List.of(new InvalidRequest.Violation(refused.field(), sentence)));
            case NOT_FOUND -> status(Code.NOT_FOUND, sentence, info("NOT_FOUND", nearest(refused.nearest())));
            case CONFLICT -> status(Code.ALREADY_EXISTS, sentence, info("ALREADY_EXISTS", Map.of()));
            case STALE -> status(Code.ABORTED, sentence, info("REVISION_CHANGED", Map.of()));
            case PRECONDITION -> precondition(refused.field(), sentence);
            case STORE_FULL -> status(Code.RESOURCE_EXHAUSTED, sentence, info("STORE_FULL", Map.of()));
            // The store recovers when the disk does, so a retry makes sense.
            case STORE_FAILED -> status(Code.UNAVAILABLE, sentence, info("STORE_FAILED", Map.of()));
        };
    }

    private StatusRuntimeException refused(StrategyRefused refused) {
        return switch (refused.reason()) {
            case UNKNOWN -> status(Code.NOT_FOUND, refused.sentence(), info("NOT_FOUND", nearest(refused.nearest())));
            case OPTION -> invalid(List.of(new InvalidRequest.Violation(refused.option(), refused.sentence())));
            case FAILED -> precondition("strategy", refused.sentence());
        };
    }

    private StatusRuntimeException refused(PluginRefused refused) {
        return switch (refused.reason()) {
            case UNKNOWN -> status(Code.NOT_FOUND, refused.sentence(), info("NOT_FOUND", nearest(refused.nearest())));
            case PRECONDITION -> precondition("plugin", refused.sentence());
        };
    }

    private static Map<String, String> nearest(Optional<String> name) {
        return name.map(meant -> Map.of("nearest", meant)).orElse(Map.of());
    }

    /** Not possible in the current state, although the request itself is valid. */
    private StatusRuntimeException precondition(String subject, String sentence) {
        PreconditionFailure failure = PreconditionFailure.newBuilder()
                .addViolations(PreconditionFailure.Violation.newBuilder()
                        .setType("STATE")
                        .setSubject(subject)
                        .setDescription(StatusTruncation.text(sentence)))
                .build();
        return status(Code.FAILED_PRECONDITION, sentence, failure, info("PRECONDITION", Map.of()));
    }

    private static StatusRuntimeException invalid(List<InvalidRequest.Violation> violations) {
        BadRequest.Builder bad = BadRequest.newBuilder();
        StatusTruncation.violations(violations)
                .forEach(violation -> bad.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(violation.field())
                        .setDescription(violation.text())));
        return status(Code.INVALID_ARGUMENT, String.valueOf(new InvalidRequest(violations).getMessage()), bad.build());
    }

    /** The details go to the log; the caller gets an id to refer to. */
    private StatusRuntimeException unexpected(Throwable failure) {
        String id = Integer.toHexString(random.nextInt() | Integer.MIN_VALUE);
        log.error("event=call-failed id={} cause=\"{}\"", id, failure.toString(), failure);
        return status(
                Code.INTERNAL,
                "an unexpected error in the server; its log has the details under id " + id,
                info("UNEXPECTED", Map.of("id", id)));
    }

    private ErrorInfo info(String reason, Map<String, String> metadata) {
        return ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason)
                .putMetadata("current_revision", Long.toString(tables.current().revision()))
                .putAllMetadata(metadata)
                .build();
    }

    private static StatusRuntimeException status(Code code, String sentence, Message... details) {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(StatusTruncation.text(sentence));
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
