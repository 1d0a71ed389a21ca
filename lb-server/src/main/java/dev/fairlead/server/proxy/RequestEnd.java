package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.ErrorAnswer;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.Refusal;
import dev.fairlead.server.routing.RequestRun;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** How one request ends, as soon as that is known: what its client is told if it is told something here, and what is logged. */
final class RequestEnd {

    private static final int CLIENT_CLOSED_REQUEST = 499;
    private static final int SERVER_ERROR = 500;

    private @Nullable EndReason reason;
    private @Nullable Rejection rejection;
    private boolean crashed;

    /** The first reason counts. */
    void because(EndReason why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** Whether nothing speaks against its ending well. */
    boolean isOpen() {
        return reason == null;
    }

    boolean isClientGone() {
        return reason == EndReason.CLIENT_GONE;
    }

    /** What the client sent behind its head, or how, is refused. */
    void rejected(Rejection why) {
        rejection = why;
    }

    boolean isRejected() {
        return rejection != null;
    }

    /** Something threw where nothing should. */
    void crashed() {
        crashed = true;
    }

    /** Answers in place of a backend. */
    void answer(HttpServerExchange exchange, FrontConduit front, RequestRun run) {
        reason = EndReason.REFUSED;
        String id = run.facts().id();
        if (rejection != null) {
            front.connection().count(rejection);
            run.refusedFor(rejection.code());
            ErrorAnswer.send(exchange, front, rejection.status(), rejection.retryAfterSeconds(), id);
            return;
        }
        Refusal refusal = run.refusal();
        boolean ourFault = crashed || exchange.getAttachment(DefaultResponseListener.EXCEPTION) != null;
        ErrorAnswer.send(exchange, front, ourFault ? SERVER_ERROR : refusal.status(), refusal.retryAfterSeconds(), id);
    }

    /** It is over: told to whoever counts and logs. */
    void tell(RequestRun run, HttpServerExchange exchange, boolean cut, long bytesIn) {
        EndReason how = reason != null ? reason : cut ? EndReason.SHUTDOWN : EndReason.COMPLETED;
        int status = how == EndReason.CLIENT_GONE ? CLIENT_CLOSED_REQUEST : exchange.getStatusCode();
        run.finish(status, bytesIn, exchange.getResponseBytesSent(), how);
    }
}
