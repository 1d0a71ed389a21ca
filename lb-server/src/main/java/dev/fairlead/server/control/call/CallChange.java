package dev.fairlead.server.control.call;

import dev.fairlead.server.live.ChangeResult;
import io.grpc.Context;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The change that a call asks for, from when it may still be given up to what became of it. A caller may leave while his change
 * is being made: then it is made, and the audit log must say so, whether anybody hears the answer or not.
 */
final class CallChange {
    private static final Context.Key<CallChange> KEY = Context.key("change");

    private final Consumer<ChangeResult> afterwards;
    private boolean begun;
    private boolean givenUp;
    private @Nullable ChangeResult made;

    /** @param afterwards is told what was made for a caller who has left */
    CallChange(Consumer<ChangeResult> afterwards) {
        this.afterwards = afterwards;
    }

    Context in(Context call) {
        return call.withValue(KEY, this);
    }

    static CallChange of(Context call) {
        CallChange change = KEY.get(call);
        return change == null ? new CallChange(made -> {}) : change;
    }

    /** From here on it is made, unless it is refused or answered that it is not. False if it was given up before. */
    synchronized boolean begin() {
        begun = !givenUp;
        return begun;
    }

    /** The caller has left. True if nothing was begun for him, and nothing will be. */
    boolean giveUp() {
        ChangeResult known;
        synchronized (this) {
            givenUp = true;
            known = made;
            if (!begun) {
                return true;
            }
        }
        tell(known);
        return false;
    }

    /** Whatever follows the change, what it came to is known from its end. */
    @SuppressWarnings("FutureReturnValueIgnored") // a refusal is told where the call ends
    CompletionStage<ChangeResult> follow(CompletionStage<ChangeResult> change) {
        return change.whenComplete((result, failure) -> {
            boolean alone;
            synchronized (this) {
                made = result;
                alone = givenUp;
            }
            if (alone) {
                tell(result);
            }
        });
    }

    private void tell(@Nullable ChangeResult result) {
        if (result != null) {
            afterwards.accept(result);
        }
    }
}
