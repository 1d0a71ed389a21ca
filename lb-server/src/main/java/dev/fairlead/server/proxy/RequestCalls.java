package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.Attempt;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The calls at backends that one request leads to, one after the other, and the time that they have together. */
final class RequestCalls {

    private final ProxiedRequest request;
    private @Nullable BackendCall current;

    /** Null before the first call, and if there is no bound. */
    private @Nullable AnswerDeadline deadline;

    RequestCalls(ProxiedRequest request) {
        this.request = request;
    }

    /** Looks for a backend, for the first time or again. */
    void next(ProxyCallback<ProxyConnection> callback) {
        Attempt attempt = request.run().next();
        if (attempt == null) {
            callback.couldNotResolveBackend(request.exchange);
            return;
        }
        if (current == null) {
            endWithin(attempt.timeouts().request());
        }
        BackendCall next = new BackendCall(request, attempt, callback);
        current = next;
        next.connect();
    }

    private void endWithin(Duration patience) {
        if (!patience.isZero()) {
            deadline = new AnswerDeadline(
                    request.exchange.getIoThread(), patience, why -> request.giveUp(FailureKind.REQUEST_TIMEOUT, why));
        }
    }

    /** The answer's head goes to the client, or none will. */
    void answerBegins() {
        if (deadline != null) {
            deadline.met();
        }
    }

    /** Whether another call is to follow the one that has failed. */
    boolean goOn() {
        return current != null && current.goesAgain();
    }

    boolean isCurrent(BackendCall call) {
        return call == current;
    }

    /** How long nothing may move in either body; 0 for ever. */
    long idleMillis() {
        return current == null ? 0 : current.idleMillis();
    }

    /** What the client still sends is wanted by nobody. */
    void answerIsOut() {
        if (current != null) {
            current.answerIsOut();
        }
    }

    /** Whether a backend has yet to take what came of the request's body. */
    boolean holdRequestBytes() {
        return current != null && current.holdsRequestBytes();
    }

    /** Nobody is interested any more. */
    void abandon(FailureKind kind, String detail) {
        if (current != null) {
            current.abandon(kind, detail);
        }
    }
}
