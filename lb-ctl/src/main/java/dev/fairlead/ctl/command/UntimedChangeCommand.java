package dev.fairlead.ctl.command;

import com.google.protobuf.Message;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.options.ChangeOptions;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.output.TableLayout;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that changes something and may define --timeout with its own meaning. Picocli fills the fields. */
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

    /** Sends a change; if the connection breaks, once more with the same request id. */
    protected final <Q extends Message, A> A send(Session session, MethodDescriptor<Q, A> method, Q request) {
        return session.connection().callAgainIfLost(method, filled(request, 0, false), session.patience());
    }

    /** With the options of the change filled in. */
    protected final <Q extends Message> Q filled(Q request) {
        return filled(request, 0, false);
    }

    /** A second change of the same command: it expects the revision that the first one made. */
    protected final <Q extends Message, A> A sendAfter(
            Session session, long revision, MethodDescriptor<Q, A> method, Q request) {
        return session.connection().callAgainIfLost(method, filled(request, revision, false), session.patience());
    }

    /**
     * The same with confirmation: on a terminal the user first sees what the change would do.
     *
     * @param outcome extracts it from the answer
     */
    protected final <Q extends Message, A extends Message> A sendIfSure(
            Session session,
            MethodDescriptor<Q, A> method,
            Q request,
            Function<A, ChangeOutcome> outcome,
            String question) {
        if (!change.isSure() && surroundings().terminal().canAsk()) {
            ChangeOutcome rehearsed = outcome.apply(session.call(method, filled(request, 0, true)));
            if (rehearsed.getDifferencesCount() > 0) {
                rehearsed.getDifferencesList().forEach(line -> session.output().warn("  " + line));
                new Question(surroundings().in(), session.output()).ask(question);
            }
        }
        return send(session, method, request);
    }

    @SuppressWarnings("unchecked") // a builder builds what it was made of
    private <Q extends Message> Q filled(Q request, long after, boolean asDryRun) {
        Message.Builder builder = request.toBuilder();
        byte[] id = new byte[REQUEST_ID_BYTES];
        surroundings().random().get().nextBytes(id);
        change.fill(builder, HexFormat.of().formatHex(id), after, asDryRun);
        return (Q) builder.build();
    }

    /**
     * Prints what a change did; nothing for a dry run.
     *
     * @param what the message if something changed, as in "backend b2 added to pool default"
     */
    protected final void announce(Session session, ChangeOutcome outcome, int revision, String what) {
        if (!outcome.getValidateOnly()) {
            String did = outcome.getChanged() ? what : "nothing to change";
            session.output().say(did + " (revision " + Integer.toUnsignedString(revision) + ")");
        }
    }

    /** Prints the new state, or the result of a dry run, and returns the exit code. */
    protected final <T> int shown(
            Session session, Message answer, ChangeOutcome outcome, List<T> rows, TableLayout<T> layout) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().changed(answer, rows, layout);
        return ExitCode.OK;
    }

    /** The same for a change of one object. */
    protected final int shownFacts(Session session, Message answer, ChangeOutcome outcome, String name, Facts facts) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().changedFacts(answer, name, facts);
        return ExitCode.OK;
    }

    /** The same for a change of several objects: one line each. */
    protected final int differences(Session session, Message answer, ChangeOutcome outcome, String name) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().summary(answer, name);
        if (!session.output().isQuiet() && session.output().isForPeople()) {
            outcome.getDifferencesList().forEach(session.output()::line);
        }
        return ExitCode.OK;
    }

    /** The same for a change with nothing to show. */
    protected final int summed(Session session, Message answer, ChangeOutcome outcome, String name) {
        if (outcome.getValidateOnly()) {
            return new DryRun(session.output()).show(answer, outcome);
        }
        session.output().summary(answer, name);
        return ExitCode.OK;
    }
}
