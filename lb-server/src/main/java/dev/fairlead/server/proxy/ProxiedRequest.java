package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.proxy.front.ClientWatch;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.FrontConnection;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.proxy.mirror.RequestCopy;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.upstream.timer.Timers;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSinkConduit;

/**
 * One request on its way through {@code ProxyHandler}: its target, its listeners, and the callback for a client that
 * goes away. Its {@link RequestRun} makes all decisions. On one IO thread from start to end.
 */
final class ProxiedRequest extends IncomingRequest
        implements ProxyClient.MaxRetriesProxyTarget, ClientWatch, ExchangeCompletionListener, DefaultResponseListener {

    static final AttachmentKey<ProxiedRequest> KEY = AttachmentKey.create(ProxiedRequest.class);

    private final FrontConduit front;
    private final RequestRun run;
    private final BodyRates rates;
    private final RequestCalls calls = new RequestCalls(this);
    private final RequestEnd end = new RequestEnd();
    private @Nullable FlushConduit answer;

    /** For the mirror of its route; null if it gets none. */
    private @Nullable RequestCopy copy;

    private boolean over;

    ProxiedRequest(
            HttpServerExchange exchange,
            FrontConduit front,
            RequestRuns runs,
            RequestIds ids,
            GuardedHead head,
            Timers timers) {
        super(exchange, front.connection(), ids, head);
        this.front = front;
        this.run = runs.start(this, front.connection().lane(), exchange.isRequestComplete());
        long rate = front.connection().frontend().limits().minBodyRate();
        this.rates = new BodyRates(this, timers, rate);
    }

    static ProxiedRequest of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    RequestRun run() {
        return run;
    }

    RouteEffects route() {
        return new RouteEffects(run);
    }

    /** 0 if there is no limit. */
    long mostBodyBytes() {
        return route().mostBodyBytes(connection().frontend().limits().body());
    }

    FrontConnection connection() {
        return front.connection();
    }

    /** As often as the run says. */
    @Override
    public int getMaxRetries() {
        return Integer.MAX_VALUE;
    }

    /** Whether ProxyHandler is to come again after the failure that it has been told of. */
    boolean goesAgain() {
        return calls.goOn();
    }

    /** Looks for a backend, for the first time or again. */
    void forward(ProxyCallback<ProxyConnection> callback) {
        if (!over) {
            calls.next(callback);
        }
    }

    /** The answer's head goes to the client. */
    void answerBegins() {
        calls.answerBegins();
    }

    boolean isOver() {
        return over;
    }

    /** The head is decided and not written yet. */
    StreamSinkConduit answering(StreamSinkConduit framed) {
        AnswerHeaders.settle(exchange.getResponseHeaders(), method(), exchange.getStatusCode());
        FlushConduit flushing = new FlushConduit(this, framed);
        answer = flushing;
        return flushing;
    }

    /** The head of an answer that has no body yet would wait for it. */
    void flushHead() {
        if (answer != null) {
            answer.flushNow();
        }
    }

    /** Called before the answer starts: must it be the last one on this connection? */
    void settlePersistence(HeaderMap answerHeaders) {
        if (connection().closing() || !exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        } else if (exchange.isHttp10() && exchange.isPersistent()) {
            answerHeaders.put(Headers.CONNECTION, "keep-alive");
        }
    }

    /** How long a client may take not a byte of its answer. */
    long patienceMillis() {
        return calls.idleMillis();
    }

    /** The answer is out, the upload is not in: what still comes is read and thrown away, then the connection closes. */
    void answeredEarly() {
        if (!exchange.isRequestComplete()) {
            front.discardRest();
            calls.answerIsOut();
            exchange.getIoThread().execute(() -> front.answeredUnread(exchange));
        }
    }

    void copiedTo(RequestCopy made) {
        copy = made;
    }

    /** @param read has the bytes right before its position */
    void bodyPassed(ByteBuffer read, int count) {
        if (copy != null) {
            copy.take(read, count);
        }
    }

    /** More of the body is wanted than has come. */
    void bodyAwaited() {
        if (!over) {
            rates.uploadAwaited();
        }
    }

    boolean awaitsBody() {
        return !exchange.isResponseStarted()
                && !exchange.isRequestComplete()
                && front.awaitsBytes()
                && !calls.holdRequestBytes();
    }

    void sendsTooSlowly() {
        if (!over && !end.isRejected() && !exchange.isResponseStarted()) {
            reject(Rejection.BODY_TOO_SLOW);
            giveUp(FailureKind.CLIENT_SLOW, "the client sends its body too slowly");
        }
    }

    /** The client's socket took none or only a part of what there is for it. */
    void answerHeld() {
        if (!over) {
            rates.downloadHeld();
            front.stalled();
        }
    }

    /** It has taken all of it. */
    void answerTaken() {
        front.movesAgain();
    }

    long bytesTaken() {
        return answer == null ? 0 : answer.taken();
    }

    boolean holdsAnswer() {
        return answer != null && answer.holdsBytes();
    }

    void takesTooSlowly() {
        if (!over) {
            clientBroke();
            calls.abandon(FailureKind.CLIENT_SLOW, "the client reads its answer too slowly");
            clientGone();
        }
    }

    void bodyCame() {
        rates.uploaded();
        if (copy != null) {
            copy.whole();
        }
        front.keepWatching((HttpServerConnection) exchange.getConnection());
    }

    @Override
    public boolean watchable() {
        return exchange.isRequestComplete() && !exchange.isUpgrade();
    }

    @Override
    public void bodyInvalid() {
        reject(Rejection.BODY_INVALID);
        exchange.getIoThread().execute(() -> giveUp(FailureKind.CANCELLED, "the client's body was invalid"));
    }

    @Override
    public void noRoom() {
        if (exchange.isResponseStarted()) {
            clientBroke();
            calls.abandon(
                    holdsAnswer() ? FailureKind.CLIENT_SLOW : FailureKind.CANCELLED,
                    "the memory for clients is used up, and this client has not read its answer");
            connection().cutForBytes();
            clientGone();
            return;
        }
        exchange.setPersistent(false);
        reject(Rejection.BUFFERS);
        giveUp(FailureKind.CANCELLED, "the memory for clients is used up, also by the next request of this one");
    }

    /** Something threw where nothing should. */
    void crashed() {
        end.crashed();
        giveUp(FailureKind.CANCELLED, "an error in the load balancer");
    }

    void giveUp(FailureKind kind, String why) {
        calls.abandon(kind, why);
        if (exchange.isResponseStarted()) {
            connection().closeNow();
        } else if (!exchange.isComplete()) {
            exchange.endExchange();
        }
    }

    @Override
    public void clientGone() {
        clientBroke();
        calls.abandon(FailureKind.CLIENT_GONE, "the client closed its connection");
        connection().closeNow();
        if (!exchange.isComplete()) {
            exchange.endExchange();
        }
    }

    /** Reading from the client or writing to it failed; ProxyHandler closes everything next. */
    void clientBroke() {
        if (!isAnswered()) {
            end.because(EndReason.CLIENT_GONE);
        }
    }

    /** A client that has its whole answer may close before we have tidied up, and has got what it came for. */
    private boolean isAnswered() {
        long length = exchange.getResponseContentLength();
        return exchange.isResponseComplete()
                || (exchange.isResponseStarted() && length >= 0 && exchange.getResponseBytesSent() >= length);
    }

    /** The backend failed in the middle of its answer, so the client must not take it for a whole one. */
    void cutShort() {
        end.because(EndReason.CUT_SHORT);
        exchange.getIoThread().execute(() -> {
            if (!over) {
                connection().closeNow();
            }
        });
    }

    @Override
    public boolean isStuck() {
        return answer != null && answer.isHeld();
    }

    /** While the body streams in; the answer is given by {@link #handleDefaultResponse}. */
    void reject(Rejection why) {
        end.rejected(why);
        dropHalfCopy();
        front.discardRest();
    }

    private void dropHalfCopy() {
        if (copy != null) {
            copy.originalOver();
        }
    }

    /** ProxyHandler closed its side of the call. */
    void given(BackendCall ended) {
        if (calls.isCurrent(ended)) {
            calls.abandon(end.isClientGone() ? FailureKind.CLIENT_GONE : FailureKind.CANCELLED, "given up");
        }
    }

    /** ProxyHandler gave up and is about to answer 503 or 500. */
    @Override
    public boolean handleDefaultResponse(HttpServerExchange ended) {
        if (end.isClientGone() && !ended.isResponseStarted()) {
            connection().closeNow(); // or one that only stopped sending would be given Undertow's own words
        }
        if (ended.isResponseStarted() || !ended.getConnection().isOpen()) {
            return false;
        }
        end.answer(ended, front, run);
        return true;
    }

    @Override
    public void exchangeEvent(HttpServerExchange ended, NextListener nextListener) {
        boolean tunnel = ended.isUpgrade() && end.isOpen();
        if (tunnel) {
            front.becomeTunnel();
            connection().whenClosed(this::finish);
        } else {
            finish();
        }
        front.end((HttpServerConnection) ended.getConnection(), ended.isPersistent() && !ended.isUpgrade());
        nextListener.proceed();
    }

    /** The answer is out, or the tunnel closed, or there is nobody to answer any more. */
    void finish() {
        if (over) {
            return;
        }
        over = true;
        answerBegins();
        rates.stop();
        dropHalfCopy();
        calls.abandon(FailureKind.CLIENT_GONE, "the client closed its connection");
        end.tell(run, exchange, connection().wasCut(), bodyBytesIn());
    }

    @Override
    public String toString() {
        return method() + " " + path() + " (" + id() + ")";
    }
}
