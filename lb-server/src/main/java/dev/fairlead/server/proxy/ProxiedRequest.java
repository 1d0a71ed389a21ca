package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.proxy.front.ClientWatch;
import dev.fairlead.server.proxy.front.ErrorAnswer;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.FrontConnection;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.Refusal;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.upstream.http1.BodyFraming;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.conduits.StreamSinkConduit;

/**
 * One request on its way through {@code ProxyHandler}: its target, its listeners, and who hears when its client goes
 * away. What is decided about it its {@link RequestRun} decides. On one IO thread from beginning to end.
 */
final class ProxiedRequest extends IncomingRequest
        implements ProxyClient.MaxRetriesProxyTarget, ClientWatch, ExchangeCompletionListener, DefaultResponseListener {

    private static final AttachmentKey<ProxiedRequest> KEY = AttachmentKey.create(ProxiedRequest.class);

    private final FrontConduit front;
    private final RequestRun run;
    private final BodyRate upload;
    private final BodyRate download;
    private @Nullable BackendCall call;
    private @Nullable FlushConduit answer;
    private @Nullable Rejection rejection;
    private @Nullable EndReason reason;

    /** Ends it with 504 if no answer has begun by then; null if that has no bound, or one has. */
    private XnioExecutor.@Nullable Key lateAnswer;

    private boolean crashed;
    private boolean over;

    private ProxiedRequest(
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
        this.upload = new BodyRate(timers, rate, this::bodyBytesIn, this::awaitsBody, this::sendsTooSlowly);
        this.download = new BodyRate(timers, rate, this::bytesTaken, this::holdsAnswer, this::takesTooSlowly);
    }

    /** Hangs itself into the exchange, so that nothing happens to that without its knowing. */
    static void enter(
            HttpServerExchange exchange,
            FrontConduit front,
            RequestRuns runs,
            RequestIds ids,
            GuardedHead head,
            Timers timers) {
        ProxiedRequest request = new ProxiedRequest(exchange, front, runs, ids, head, timers);
        exchange.putAttachment(KEY, request);
        exchange.addExchangeCompleteListener(request);
        exchange.addDefaultResponseListener(request);
        exchange.addResponseWrapper((factory, started) -> request.answering(factory.create()));
        if (!exchange.isRequestComplete()) {
            long limit = front.connection().frontend().limits().body();
            exchange.addRequestWrapper(
                    (factory, started) -> new IncomingBody(factory.create(), request, limit, head.continueExpected()));
        }
        front.begin(request);
        if (exchange.isRequestComplete()) {
            request.bodyCame();
        }
    }

    static ProxiedRequest of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    RequestRun run() {
        return run;
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
        return call != null && call.goesAgain();
    }

    /** Looks for a backend, for the first time or again. */
    void forward(ProxyCallback<ProxyConnection> callback) {
        if (over) {
            return;
        }
        Attempt attempt = run.next();
        if (attempt == null) {
            callback.couldNotResolveBackend(exchange);
            return;
        }
        if (call == null) {
            endWithin(attempt.timeouts().request());
        }
        BackendCall next = new BackendCall(this, attempt, callback);
        call = next;
        next.connect();
    }

    /** From the request's head, which has just come, to the answer's; over all tries, and the upload in between. */
    private void endWithin(Duration patience) {
        if (!patience.isZero()) {
            lateAnswer = exchange.getIoThread()
                    .executeAfter(() -> tooLate(patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tooLate(Duration patience) {
        if (lateAnswer != null && !over) {
            giveUp(
                    FailureKind.REQUEST_TIMEOUT,
                    "no answer within " + patience.toMillis() + " ms of the request's head");
        }
    }

    /** The answer's head goes to the client: from here on the time of the request is not bounded. */
    void answerBegins() {
        XnioExecutor.Key timer = lateAnswer;
        if (timer != null) {
            lateAnswer = null;
            timer.remove();
        }
    }

    boolean isOver() {
        return over;
    }

    /** The head is decided and not written yet. */
    private StreamSinkConduit answering(StreamSinkConduit framed) {
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
        return call == null ? 0 : call.idleMillis();
    }

    /** The answer is out, the upload is not in: what still comes is read and thrown away, then the connection closes. */
    void answeredEarly() {
        if (!exchange.isRequestComplete()) {
            front.discardRest();
            if (call != null) {
                call.answerIsOut();
            }
            exchange.getIoThread().execute(() -> front.answeredUnread(exchange));
        }
    }

    /** More of the body is wanted than has come. */
    void bodyAwaited() {
        if (!over) {
            upload.watch();
        }
    }

    private boolean awaitsBody() {
        return !exchange.isResponseStarted()
                && !exchange.isRequestComplete()
                && front.awaitsBytes()
                && (call == null || !call.holdsRequestBytes());
    }

    private void sendsTooSlowly() {
        if (!over && rejection == null && !exchange.isResponseStarted()) {
            reject(Rejection.BODY_TOO_SLOW);
            giveUp(FailureKind.CLIENT_SLOW, "the client sends its body too slowly");
        }
    }

    /** The client's socket took none or only a part of what there is for it. */
    void answerHeld() {
        if (!over) {
            download.watch();
            front.stalled();
        }
    }

    /** It has taken all of it. */
    void answerTaken() {
        front.movesAgain();
    }

    private long bytesTaken() {
        return answer == null ? 0 : answer.taken();
    }

    private boolean holdsAnswer() {
        return answer != null && answer.holdsBytes();
    }

    private void takesTooSlowly() {
        if (!over) {
            clientBroke();
            end(FailureKind.CLIENT_SLOW, "the client takes its answer too slowly");
            clientGone();
        }
    }

    void bodyCame() {
        upload.stop();
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
            end(
                    holdsAnswer() ? FailureKind.CLIENT_SLOW : FailureKind.CANCELLED,
                    "clients hold too many bytes, and this one has not taken its answer");
            connection().cutForBytes();
            clientGone();
            return;
        }
        exchange.setPersistent(false);
        reject(Rejection.BUFFERS);
        giveUp(FailureKind.CANCELLED, "clients hold too many bytes, this one of its next request too");
    }

    /** Something threw where nothing should. */
    void crashed() {
        crashed = true;
        giveUp(FailureKind.CANCELLED, "an error in the load balancer");
    }

    private void giveUp(FailureKind kind, String why) {
        end(kind, why);
        if (exchange.isResponseStarted()) {
            connection().closeNow();
        } else if (!exchange.isComplete()) {
            exchange.endExchange();
        }
    }

    @Override
    public void clientGone() {
        clientBroke();
        end(FailureKind.CLIENT_GONE, "the client closed its connection");
        connection().closeNow();
        if (!exchange.isComplete()) {
            exchange.endExchange();
        }
    }

    /** Reading from the client or writing to it failed; ProxyHandler closes everything next. */
    void clientBroke() {
        if (reason == null && !isAnswered()) {
            reason = EndReason.CLIENT_GONE;
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
        if (reason == null) {
            reason = EndReason.CUT_SHORT;
        }
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
        rejection = why;
        front.discardRest();
    }

    /** ProxyHandler closed its side of the call. */
    void given(BackendCall ended) {
        if (ended == call) {
            end(reason == EndReason.CLIENT_GONE ? FailureKind.CLIENT_GONE : FailureKind.CANCELLED, "given up");
        }
    }

    private void end(FailureKind kind, String detail) {
        if (call != null) {
            call.abandon(kind, detail);
        }
    }

    /** ProxyHandler gave up and is about to answer 503 or 500. */
    @Override
    public boolean handleDefaultResponse(HttpServerExchange ended) {
        if (reason == EndReason.CLIENT_GONE && !ended.isResponseStarted()) {
            connection().closeNow(); // or one that only stopped sending would be given Undertow's own words
        }
        if (ended.isResponseStarted() || !ended.getConnection().isOpen()) {
            return false;
        }
        reason = EndReason.REFUSED;
        if (rejection != null) {
            connection().count(rejection);
            run.refusedFor(rejection.code());
            ErrorAnswer.send(ended, front, rejection.status(), rejection.retryAfterSeconds(), id());
            return true;
        }
        Refusal refusal = run.refusal();
        boolean ourFault = crashed || ended.getAttachment(DefaultResponseListener.EXCEPTION) != null;
        ErrorAnswer.send(ended, front, ourFault ? 500 : refusal.status(), refusal.retryAfterSeconds(), id());
        return true;
    }

    @Override
    public void exchangeEvent(HttpServerExchange ended, NextListener nextListener) {
        boolean tunnel = ended.isUpgrade() && reason == null;
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
        upload.stop();
        download.stop();
        end(FailureKind.CLIENT_GONE, "the client closed its connection");
        EndReason how = reason != null ? reason : connection().wasCut() ? EndReason.SHUTDOWN : EndReason.COMPLETED;
        int status = how == EndReason.CLIENT_GONE ? 499 : exchange.getStatusCode();
        run.finish(status, bodyBytesIn(), exchange.getResponseBytesSent(), how);
    }

    BodyFraming framing() {
        if (exchange.isRequestComplete()) {
            return BodyFraming.NONE;
        }
        String length = headers().getFirst(Headers.CONTENT_LENGTH);
        return length == null ? BodyFraming.CHUNKED : BodyFraming.length(Long.parseLong(length));
    }

    @Override
    public String toString() {
        return method() + " " + path() + " (" + id() + ")";
    }
}
