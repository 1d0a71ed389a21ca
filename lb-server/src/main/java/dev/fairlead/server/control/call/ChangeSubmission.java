package dev.fairlead.server.control.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Terms;
import dev.fairlead.server.control.message.Violations;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import io.grpc.Context;
import io.grpc.Deadline;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands changes to the balancer, on behalf of the caller and with the terms of the request. */
@Singleton
public final class ChangeSubmission {

    private static final Pattern OPTION = Pattern.compile("pools\\.[^.]+\\.strategy\\.(.+)");

    private static final int MOST = 10_000;

    private final Balancer balancer;
    private final AtomicInteger underWay = new AtomicInteger();

    @Inject
    ChangeSubmission(Balancer balancer) {
        this.balancer = balancer;
    }

    /** @throws dev.fairlead.server.control.message.InvalidRequest if the edit or the terms are invalid */
    public CompletionStage<ChangeResult> make(Message request, Function<Violations, Change> edit) {
        return makeAll(request, violations -> List.of(edit.apply(violations)));
    }

    /** The same for several edits that become one revision. */
    public CompletionStage<ChangeResult> makeAll(Message request, Function<Violations, List<Change>> edits) {
        Violations violations = new Violations();
        List<Change> changes = edits.apply(violations);
        ChangeTerms terms = terms(request, violations);
        return counted(() -> balancer.apply(new ChangeSet(changes, terms))).exceptionally(failure -> {
            throw optionAtItsField(failure, request);
        });
    }

    /** Callers wait without a thread, so nothing else would limit their number. */
    private CompletionStage<ChangeResult> counted(Supplier<CompletionStage<ChangeResult>> change) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            throw new RejectedExecutionException("more than " + MOST + " changes are waiting");
        }
        return CallChange.of(Context.current())
                .follow(change.get())
                .whenComplete((result, failure) -> underWay.decrementAndGet());
    }

    /** Only the strategy itself can say what is wrong with an option, and it does not know the field in the request. */
    private static RuntimeException optionAtItsField(Throwable failure, Message request) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ChangeRefused refused && refused.kind() == ChangeRefused.Kind.INVALID) {
            Matcher option = OPTION.matcher(refused.field());
            if (option.matches()) {
                FieldDescriptor pool = request.getDescriptorForType().findFieldByName("pool");
                boolean inPool = pool != null && pool.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
                return new InvalidRequest(
                        (inPool ? "pool." : "") + "strategy.options." + option.group(1), refused.sentence());
            }
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }

    /** Rolls back to an earlier revision. */
    public CompletionStage<ChangeResult> rollBack(Message request, long revision) {
        ChangeTerms terms = terms(request);
        return counted(() -> balancer.rollback(revision, terms));
    }

    /** Makes one change with given terms. */
    public CompletionStage<ChangeResult> make(Change change, ChangeTerms terms) {
        return counted(() -> balancer.apply(new ChangeSet(List.of(change), terms)));
    }

    /** Only the terms, for changes that are not a list of edits. */
    public static ChangeTerms terms(Message request) {
        return terms(request, new Violations());
    }

    private static ChangeTerms terms(Message request, Violations violations) {
        Context call = Context.current();
        ChangeTerms terms = Terms.of(request, Caller.current().name(), () -> isAwaited(call), violations);
        violations.throwIfAny();
        return terms;
    }

    /** Checks the deadline too, because the timer that cancels a call runs slightly late. */
    private static boolean isAwaited(Context call) {
        Deadline deadline = call.getDeadline();
        boolean there = !call.isCancelled() && (deadline == null || !deadline.isExpired());
        return there && CallChange.of(call).begin();
    }
}
