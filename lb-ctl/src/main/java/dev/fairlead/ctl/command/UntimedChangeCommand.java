package dev.fairlead.ctl.command;

import com.google.protobuf.Message;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that changes something, and whose own --timeout is none of ours. Picocli fills the fields. */
public abstract class UntimedChangeCommand extends ServerCommand {

    private static final int REQUEST_ID_BYTES = 16;

    @Mixin
    private ChangeOptions change;

    protected UntimedChangeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        String problem = change.problem();
        if (problem != null) {
            throw usage(problem);
        }
    }

    @Override
    protected @Nullable Duration timeout() {
        return null;
    }

    protected final boolean isWaiting() {
        return change.isWaiting();
    }

    protected final boolean isDryRun() {
        return change.isDryRun();
    }

    /** Whether there is nothing to ask. */
    protected final boolean isSure() {
        return change.isSure() || !surroundings().terminal().canAsk();
    }

    /** Sends a change; should the connection break under it, once more under the same request id. */
    protected final <Q extends Message, A> A send(Session session, MethodDescriptor<Q, A> method, Q request) {
        return session.connection().callAgainIfLost(method, filled(request, 0, false), session.patience());
    }

    /** With the options of the change filled in. */
    protected final <Q extends Message> Q filled(Q request) {
        return filled(request, 0, false);
    }

    /** A second change of the same command: the revision that it expects is the one that the first made. */
    protected final <Q extends Message, A> A sendAfter(
            Session session, long revision, MethodDescriptor<Q, A> method, Q request) {
        return session.connection().callAgainIfLost(method, filled(request, revision, false), session.patience());
    }

    /** What it would do, before the user is asked whether it should. */
    protected final <Q extends Message, A> A rehearse(Session session, MethodDescriptor<Q, A> method, Q request) {
        return session.call(method, filled(request, 0, true));
    }

    @SuppressWarnings("unchecked") // a builder builds what it was made of
    private <Q extends Message> Q filled(Q request, long after, boolean asDryRun) {
        Message.Builder builder = request.toBuilder();
        byte[] id = new byte[REQUEST_ID_BYTES];
        surroundings().random().nextBytes(id);
        change.fill(builder, HexFormat.of().formatHex(id), after, asDryRun);
        return (Q) builder.build();
    }

    /**
     * Says what a change did; nothing for a dry run.
     *
     * @param what the sentence to tell if something changed, as in "backend b2 added to pool default"
     */
    protected final void announce(Session session, ChangeOutcome outcome, long revision, String what) {
        if (!outcome.getValidateOnly()) {
            session.output().say((outcome.getChanged() ? what : "nothing to change") + " (revision " + revision + ")");
        }
    }

    /** Shows what is there now, or what a dry run has found, and returns the exit code. */
    protected final <T> int shown(
            Session session, Message answer, ChangeOutcome outcome, List<T> rows, TableLayout<T> layout) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().changed(answer, rows, layout);
        return ExitCode.OK;
    }

    /** The same for a change that leaves nothing to show. */
    protected final int summed(Session session, Message answer, ChangeOutcome outcome, String name) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().summary(answer, name);
        return ExitCode.OK;
    }
}
