package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.MalformedResponse;
import dev.fairlead.server.upstream.http1.ParsedHead;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.Trailer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/** One request and its answer. Used only on the IO thread of its connection, and dead once it has ended or failed. */
public final class UpstreamExchange {

    private static final Logger log = LoggerFactory.getLogger(UpstreamExchange.class);

    /** On a connection that has rested, and closed with it, it answers the rest and not our request. */
    private static final int REQUEST_TIMEOUT = 408;

    private final UpstreamConnection connection;
    private final ExchangeListener listener;
    private final Deadlines deadlines;
    private final RequestBody requestBody;
    private final ResponseBody responseBody;
    private final boolean headRequest;
    private final boolean upgradeRequested;
    private int interims;
    private boolean headSeen;
    private boolean persistent;
    private boolean responseRead;

    /** A 101 came: the end is {@link #upgrade}. */
    private boolean switching;

    private @Nullable IOException writeFailure;

    /** Nothing more is called back, and the connection is not ours any more. */
    private boolean over;

    /** Kept for {@link #bytesWritten} after the connection has gone on. */
    private long bytesWritten;

    UpstreamExchange(
            UpstreamConnection connection, RequestHead head, ExchangeTimeouts timeouts, ExchangeListener listener) {
        this.connection = connection;
        this.listener = listener;
        this.headRequest = head.method().equals("HEAD");
        this.upgradeRequested = head.upgrade();
        this.deadlines = new Deadlines(timeouts, connection.lane.now());
        this.requestBody = new RequestBody(this, connection.outbound, connection.lane, head.framing());
        this.responseBody = new ResponseBody(this, connection.inbound, connection.lane);
    }

    /**
     * Takes the body; {@code terminateWrites} ends it. Refuses more or fewer bytes than announced. After an early answer
     * it swallows what still comes, up to a limit; what lies beyond waits for {@link #discardRequestBody}.
     */
    public StreamSinkConduit requestBody() {
        return requestBody;
    }

    /** Fields behind a chunked request body, to be set before its {@code terminateWrites}. */
    public void requestTrailers(List<Trailer> trailers) {
        requestBody.trailers(trailers);
    }

    /** Gives the body; −1 at its end, an IOException if it was cut off. Bytes that lie ready make it call, too. */
    public StreamSourceConduit responseBody() {
        return responseBody;
    }

    /** What followed a chunked response body; complete once it has ended. */
    public List<Trailer> trailers() {
        return responseBody.trailers();
    }

    /** Writes what waits, the head included; what the socket does not take goes out as soon as it does. */
    public void flush() {
        requestBody.flush();
    }

    /** For a request without a body, in place of {@code terminateWrites}: it is complete, and leaves. */
    public void endRequest() {
        requestBody.end();
    }

    /** Whether somebody waits to write more of the request than was taken. */
    public boolean requestWaits() {
        return requestBody.isWriteResumed();
    }

    /** Nobody wants the answer. A short one that lies ready is read past, so that its connection can be kept; else it costs the connection. */
    public void dropAnswer() {
        if (!responseBody.readPast()) {
            cancel();
        }
    }

    /** Closes the connection; the listener hears nothing more. */
    public void cancel() {
        finish("the exchange was cancelled");
    }

    /** The answer is out: swallows all that is still written to the request body, and wakes its writer so that it ends. */
    public void discardRequestBody() {
        requestBody.release();
    }

    /**
     * After a 101: the connection as it is, with the bytes that already came pushed back. It is the caller's now.
     *
     * @param patience how long no byte may move in either direction before it is closed; zero for ever
     */
    public StreamConnection upgrade(Duration patience, TunnelListener tunnelListener) {
        if (over || !switching) {
            throw new IllegalStateException("there is nothing to upgrade to");
        }
        over = true;
        bytesWritten = connection.outbound.written();
        return connection.tunnel(patience, tunnelListener);
    }

    /** How many bytes of the request the socket took. */
    public long bytesWritten() {
        return over ? bytesWritten : connection.outbound.written();
    }

    /** Whether the whole request is out, as far as we can know. */
    public boolean requestSent() {
        return requestBody.written();
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void checkDeadlines(long now) {
        UpstreamFailure timeout = deadlines.expired(now);
        if (timeout != null) {
            fail(timeout, deadlines.describe(timeout));
        }
    }

    void readable() {
        if (headSeen) {
            responseBody.readable();
        } else {
            readHead();
        }
    }

    void writable() {
        requestBody.writable();
    }

    private void readHead() {
        ParsedHead head;
        try {
            head = connection.heads.read(connection.inbound, headRequest, upgradeRequested);
        } catch (MalformedResponse e) {
            fail(failureOf(e), reasonOf(e));
            return;
        } catch (IOException e) {
            fail(UpstreamFailure.RESET_BEFORE_RESPONSE, reasonOf(writeFailure == null ? e : writeFailure));
            return;
        }
        if (head != null) {
            deliver(head);
        } else if (connection.heads.interims() > interims) {
            interims = connection.heads.interims();
            deadlines.interim(connection.lane.now());
        }
    }

    private void deliver(ParsedHead head) {
        headSeen = true;
        persistent = connection.heads.persistent(head);
        if (head.status() == REQUEST_TIMEOUT && connection.reused() && !persistent) {
            fail(UpstreamFailure.RESET_BEFORE_RESPONSE, "the backend timed the idle connection out");
            return;
        }
        connection.answered(true);
        switching = head.upgraded();
        deadlines.head(connection.lane.now());
        connection.watchDeadline();
        try {
            responseBody.begin(head.framing());
        } catch (MalformedResponse e) {
            fail(failureOf(e), reasonOf(e));
            return;
        }
        try {
            listener.head(head);
        } catch (Throwable t) {
            callbackThrew(t);
        }
        if (!over && responseBody.done()) {
            responseRead();
        }
    }

    void progress() {
        deadlines.progress(connection.lane.now());
    }

    /** The last byte of the request is out. */
    void requestWritten() {
        deadlines.requestWritten(connection.lane.now());
        connection.watchDeadline();
        endIfComplete();
    }

    /** The last byte of the response was consumed. */
    void responseRead() {
        responseRead = true;
        endIfComplete();
    }

    /** An answer that is complete before its request is the end, too: the backend does not want the rest. */
    private void endIfComplete() {
        if (over || !responseRead || switching) {
            return;
        }
        boolean clean = persistent && requestBody.written() && writeFailure == null && !responseBody.overrun();
        over = true;
        bytesWritten = connection.outbound.written();
        requestBody.discard();
        boolean kept = connection.exchangeOver(clean);
        try {
            listener.ended(kept);
        } catch (Throwable t) {
            log.error("event=callback-failed call=ended backend={}", connection, t);
        }
    }

    /**
     * The backend may have said why before it stopped reading (413 and close), so what it said is read first; the failure
     * of the write only matters if there is nothing. It lies in our socket already: what reset the connection was sent
     * behind it. The body's writer waits meanwhile, for it is in the middle of its write and may have any amount to come.
     */
    void writeFailed(IOException cause) {
        if (over || writeFailure != null) {
            return;
        }
        writeFailure = cause;
        connection.outbound.sink.suspendWrites();
        if (headSeen) {
            requestBody.discard();
        } else {
            connection.lane.thread.execute(this::readAfterWriteFailure);
        }
    }

    private void readAfterWriteFailure() {
        if (over) {
            return;
        }
        if (!headSeen) {
            connection.inbound.ready();
            readHead();
        }
        if (!over && !headSeen && writeFailure != null) {
            fail(UpstreamFailure.WRITE_FAILED, reasonOf(writeFailure));
        }
        requestBody.discard();
    }

    /**
     * Whether a body that lasts until the connection ends may end with a reset, too: a backend that closes while bytes of
     * ours lie unread cannot help it.
     */
    boolean endsWithReset() {
        return !requestBody.written();
    }

    void bodyBroke(IOException cause) {
        if (cause instanceof MalformedResponse malformed) {
            fail(failureOf(malformed), reasonOf(cause));
        } else if (cause instanceof java.io.EOFException) {
            fail(UpstreamFailure.TRUNCATED_RESPONSE, reasonOf(cause));
        } else {
            fail(UpstreamFailure.RESET_AFTER_HEAD, reasonOf(cause));
        }
    }

    /** Whoever threw is in an unknown state; the connection at least is in a known one: closed. */
    void callbackThrew(Throwable t) {
        log.error("event=callback-failed backend={}", connection, t);
        fail(UpstreamFailure.CANCELLED, "a callback threw " + t);
    }

    void fail(UpstreamFailure failure, String detail) {
        if (!finish(detail)) {
            return;
        }
        if (failure == UpstreamFailure.RESET_BEFORE_RESPONSE || failure == UpstreamFailure.WRITE_FAILED) {
            connection.answered(false);
        }
        try {
            listener.failed(failure, detail);
        } catch (Throwable t) {
            log.error("event=callback-failed call=failed backend={}", connection, t);
        }
    }

    private boolean finish(String detail) {
        if (over) {
            return false;
        }
        over = true;
        bytesWritten = connection.outbound.written();
        responseBody.fail(new BrokenExchange(detail));
        requestBody.release();
        connection.close();
        return true;
    }

    private static UpstreamFailure failureOf(MalformedResponse malformed) {
        return malformed.headTooLarge() ? UpstreamFailure.HEAD_TOO_LARGE : UpstreamFailure.MALFORMED_RESPONSE;
    }

    private static String reasonOf(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
