package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A watched drain: what is left, as the server reports it. */
final class Drain {

    private final Session session;
    private final String id;
    private @Nullable DrainBackendResponse last;

    Drain(Session session, String id) {
        this.session = session;
        this.id = id;
    }

    /**
     * Reads to the end and returns the last report.
     *
     * @param first gets the first answer, which has the outcome of the change
     */
    DrainBackendResponse watch(DrainBackendRequest request, Consumer<DrainBackendResponse> first) {
        boolean told = !request.getNoWait() && !request.getValidateOnly();
        session.connection().stream(
                BackendServiceGrpc.getDrainBackendMethod(), request, told ? null : session.patience(), answer -> {
                    if (last == null) {
                        first.accept(answer);
                    }
                    last = answer;
                    if (told) {
                        session.output().event(answer, id, List.of(words(answer)));
                    }
                    return !session.output().isAbandoned();
                });
        DrainBackendResponse end = last;
        if (end == null) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "the server went away before it reported what is left on " + id);
        }
        return end;
    }

    /** Ends the command if something is left after the timeout. */
    CommandFailure late(String andNow) {
        DrainBackendResponse end = last == null ? DrainBackendResponse.getDefaultInstance() : last;
        return new CommandFailure(
                ExitCode.TIMED_OUT, "backend " + id + " did not empty in time: " + left(end) + "; " + andNow);
    }

    private String words(DrainBackendResponse answer) {
        return answer.getDrained() ? "backend " + id + " is empty" : "backend " + id + ": " + left(answer);
    }

    private static String left(DrainBackendResponse answer) {
        String left = BackendWait.left(answer.getRequests(), answer.getTunnels());
        return answer.getRequests() + answer.getTunnels() == 0
                ? left + ", but its sessions may come back: it is empty when none has for 30 s"
                : left;
    }
}
