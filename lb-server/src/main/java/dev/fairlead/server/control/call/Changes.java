package dev.fairlead.server.control.call;

import com.google.protobuf.Message;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.message.Terms;
import dev.fairlead.server.control.message.Violations;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeResult;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Hands changes over to the balancer, on the terms that their requests state and on behalf of the caller. */
public final class Changes {

    private final Balancer balancer;

    @Inject
    Changes(Balancer balancer) {
        this.balancer = balancer;
    }

    /** @throws dev.fairlead.server.control.message.InvalidRequest if the edit or the terms cannot be taken */
    public CompletionStage<ChangeResult> make(Message request, Function<Violations, Change> edit) {
        return makeAll(request, violations -> List.of(edit.apply(violations)));
    }

    /** The same for edits that become one revision. */
    public CompletionStage<ChangeResult> makeAll(Message request, Function<Violations, List<Change>> edits) {
        Violations violations = new Violations();
        List<Change> changes = edits.apply(violations);
        ChangeTerms terms = Terms.of(request, Caller.current().name(), violations);
        violations.throwIfAny();
        return balancer.apply(new ChangeSet(changes, terms));
    }

    /** Makes the state of a former revision the wanted one again. */
    public CompletionStage<ChangeResult> rollBack(Message request, long revision) {
        return balancer.rollback(revision, terms(request));
    }

    /** Makes a whole document the wanted one. */
    public CompletionStage<ChangeResult> replaceAll(DesiredState desired, String source, ChangeTerms terms) {
        return balancer.apply(new ChangeSet(List.of(new Change.ReplaceAll(desired, source)), terms));
    }

    /** The terms alone, for what is no list of edits. */
    public static ChangeTerms terms(Message request) {
        Violations violations = new Violations();
        ChangeTerms terms = Terms.of(request, Caller.current().name(), violations);
        violations.throwIfAny();
        return terms;
    }
}
