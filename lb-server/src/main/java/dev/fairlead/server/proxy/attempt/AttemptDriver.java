package dev.fairlead.server.proxy.attempt;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.upstream.Acquisition;
import dev.fairlead.server.upstream.ConnectionCallback;
import dev.fairlead.server.upstream.ExchangeListener;
import dev.fairlead.server.upstream.ExchangeTimeouts;
import dev.fairlead.server.upstream.Reuse;
import dev.fairlead.server.upstream.TunnelListener;
import dev.fairlead.server.upstream.UpstreamConnection;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.UpstreamFailure;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Drives one attempt: gets a connection, sends the request, replaces a kept connection that had ended, drops an answer that
 * the request had better be tried again for, and keeps the attempt's record. It is used once, on the IO thread of its
 * request; whoever comes late finds it over.
 */
public final class AttemptDriver implements ConnectionCallback, ExchangeListener, TunnelListener {

    /** What it is waiting for. */
    enum State {
        /** A connection. */
        ACQUIRING,
        /** The call of {@link #send}. */
        CONNECTED,
        /** Another connection: the kept one had ended before a byte went out on it. The request leaves as soon as it is there. */
        REPLACING,
        /** The head of the answer. Of the request there may be more to come. */
        SENT,
        /** The end of the answer, whose head has been handed on. */
        ANSWERING,
        /** The close of a connection that speaks another protocol by now. */
        TUNNEL,
        /** Nothing. */
        OVER
    }

    private static final Acquisition NOT_BEGUN = () -> {};

    private final RequestRun run;
    private final Attempt attempt;
    private final RequestHead request;
    private final Downstream downstream;
    private State state = State.ACQUIRING;
    private Acquisition acquisition = NOT_BEGUN;
    private @Nullable UpstreamConnection connection;
    private @Nullable UpstreamExchange exchange;

    /** @param attempt the run's last one */
    public AttemptDriver(RequestRun run, Attempt attempt, RequestHead request, Downstream downstream) {
        this.run = run;
        this.attempt = attempt;
        this.request = request;
        this.downstream = downstream;
    }

    /** Calls back when there is a connection, or none to be had; maybe from inside this call. */
    public void acquire() {
        acquire(reuse());
    }

    private void acquire(Reuse reuse) {
        acquisition = attempt.backend()
                .connections()
                .acquire(run.lane(), reuse, attempt.timeouts().connect().toNanos(), this);
    }

    private Reuse reuse() {
        if (run.lostKeptConnection()) {
            return Reuse.NONE; // the others that are kept may have ended, too
        }
        return run.repeatable() ? Reuse.KEPT : Reuse.LOOKED_AT;
    }

    @Override
    public void connected(UpstreamConnection acquired) {
        if (state == State.OVER) {
            acquired.release();
            return;
        }
        attempt.connected(acquired.reused());
        connection = acquired;
        if (state == State.REPLACING) {
            start(acquired).endRequest();
        } else {
            state = State.CONNECTED;
            downstream.connected();
        }
    }

    /**
     * Begins the request. Its body goes to {@link #exchange}; the head waits for the first bytes of that, to leave with
     * them, or for {@link UpstreamExchange#flush}.
     *
     * @return false if it is too late for that
     */
    public boolean send() {
        UpstreamConnection ready = connection;
        if (state != State.CONNECTED || ready == null) {
            return false;
        }
        start(ready);
        return true;
    }

    private UpstreamExchange start(UpstreamConnection on) {
        state = State.SENT;
        UpstreamExchange started = on.send(
                request,
                new ExchangeTimeouts(
                        attempt.timeouts().firstByte().toNanos(),
                        attempt.timeouts().perTry().toNanos(),
                        attempt.timeouts().idle().toNanos()),
                this);
        exchange = started;
        return started;
    }

    @Override
    public void head(ResponseHead head) {
        attempt.head(head.status());
        if (run.replayable() && run.takeRetryAfter(head.status())) {
            drop(head);
            return;
        }
        // Without a body it is as good as ended: upstream says so right after this call.
        boolean whole = head.framing().kind() == BodyFraming.Kind.NONE && !head.upgraded();
        state = whole ? State.OVER : State.ANSWERING;
        downstream.answered(head);
    }

    private void drop(ResponseHead head) {
        state = State.OVER;
        exchange().dropAnswer();
        attempt.end();
        downstream.failed("status " + head.status(), true);
    }

    @Override
    public void ended(boolean reusable) {
        state = State.OVER;
        attempt.end();
    }

    @Override
    public void failed(UpstreamFailure failure, String detail) {
        if (state == State.OVER) {
            return;
        }
        if (reachedNobody(failure)) {
            state = State.REPLACING;
            acquire(Reuse.NONE);
            return;
        }
        State before = state;
        state = State.OVER;
        noteWritten();
        if (exchange != null && exchange.requestSent()) {
            attempt.sent();
        }
        attempt.failed(Failures.kindOf(failure), detail);
        if (before == State.ANSWERING || before == State.TUNNEL) {
            downstream.cutShort();
        } else {
            // Of a body nothing is lost as long as there was no connection to send it on.
            boolean whole = before == State.ACQUIRING || run.replayable();
            downstream.failed(detail, whole && run.takeRetry());
        }
    }

    /**
     * A kept connection on which not a byte went out any more: another one takes its place, and nobody need know. Once
     * something was written only a retry can follow, for the backend may have acted on it.
     */
    private boolean reachedNobody(UpstreamFailure failure) {
        return state == State.SENT
                && (failure == UpstreamFailure.RESET_BEFORE_RESPONSE || failure == UpstreamFailure.WRITE_FAILED)
                && attempt.isReused()
                && run.replayable()
                && exchange().bytesWritten() == 0;
    }

    private void noteWritten() {
        if (exchange != null && exchange.bytesWritten() > 0) {
            attempt.wrote();
        }
    }

    /** The client has its answer: what it still sends is wanted by nobody. */
    public void discardRequest() {
        if (exchange != null) {
            exchange.discardRequestBody();
        }
    }

    /** Nobody is interested any more. A tunnel is left to who has its ends. */
    public void abandon(FailureKind kind, String detail) {
        if (!isOpen()) {
            return;
        }
        State before = state;
        state = State.OVER;
        acquisition.cancel();
        if (before == State.CONNECTED && connection != null) {
            connection.release();
        } else if (exchange != null) {
            noteWritten();
            // Who used up the time is known only if there was nothing to upload.
            if (kind == FailureKind.REQUEST_TIMEOUT && run.replayable() && exchange.requestSent()) {
                attempt.sent();
            }
            exchange.cancel();
        }
        attempt.failed(kind, detail);
    }

    /** After a 101, when the exchange was upgraded with this as its listener. */
    public void tunnelled() {
        state = State.TUNNEL;
        attempt.tunnelled();
    }

    @Override
    public void closed() {
        attempt.end();
    }

    /** Whether something may still become of it as an exchange. */
    public boolean isOpen() {
        return state != State.OVER && state != State.TUNNEL;
    }

    /** Whether the backend has yet to take what came of the request's body. */
    public boolean holdsRequestBytes() {
        return exchange != null && isOpen() && exchange.requestWaits();
    }

    /** Once {@link #send} was true. */
    public UpstreamExchange exchange() {
        UpstreamExchange started = exchange;
        if (started == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return started;
    }

    public Attempt attempt() {
        return attempt;
    }

    State state() {
        return state;
    }

    @Override
    public String toString() {
        return attempt + " (" + state + ")";
    }
}
