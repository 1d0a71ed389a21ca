package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.proxy.headers.ResponseHeaders;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.upstream.Acquired;
import dev.fairlead.server.upstream.Acquisition;
import dev.fairlead.server.upstream.ExchangeListener;
import dev.fairlead.server.upstream.ExchangeTimeouts;
import dev.fairlead.server.upstream.Reuse;
import dev.fairlead.server.upstream.UpstreamConnection;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.UpstreamFailure;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.ResponseHead;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.Protocols;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.channels.Configurable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * One attempt, as Undertow's {@code ProxyHandler} sees it: connection and exchange in one object that is never used
 * again. ProxyHandler keeps references and fires late, queued wake-ups that close channels; they find this object dead
 * and not the connection that may serve somebody else by then.
 */
final class BackendCall extends CallConnection implements ClientExchange, Acquired, ExchangeListener {

    private static final Logger LOG = LoggerFactory.getLogger(BackendCall.class);
    private static final int BUFFERS_READ_PAST = 4;
    private static final int LONGEST_REASON = 200;

    private final ProxiedRequest request;
    private final Attempt attempt;
    private final ProxyCallback<ProxyConnection> callback;
    private @Nullable Acquisition acquisition;
    private @Nullable UpstreamConnection connection;
    private @Nullable UpstreamExchange exchange;
    private @Nullable ClientRequest clientRequest;
    private @Nullable ClientResponse response;
    private @Nullable ClientCallback<ClientExchange> responseListener;
    private @Nullable StreamSinkChannel requestChannel;
    private @Nullable StreamSourceChannel responseChannel;

    /** ProxyHandler remembers how to come again only if the request was complete when it got the connection. */
    private boolean retryDoor;

    /** The connection that was taken was dead before a byte went out, and another one was. */
    private boolean replaced;

    private boolean headSeen;
    private boolean over;

    BackendCall(ProxiedRequest request, Attempt attempt, ProxyCallback<ProxyConnection> callback) {
        super(request.exchange);
        this.request = request;
        this.attempt = attempt;
        this.callback = callback;
    }

    /** What becomes of the request's names with an underscore, those behind its body too. */
    Underscores underscores() {
        return request.connection().frontend().headers().underscores();
    }

    /** @param fresh whether a kept connection has just failed this request: those that are left may have ended, too */
    void connect(boolean fresh) {
        Acquisition pending = attempt.backend()
                .connections()
                .acquire(
                        getIoThread(),
                        reuse(fresh),
                        attempt.timeouts().connect().toNanos(),
                        this);
        acquisition = pending;
    }

    private Reuse reuse(boolean fresh) {
        if (fresh) {
            return Reuse.NONE;
        }
        return request.run().repeatable() ? Reuse.KEPT : Reuse.LOOKED_AT;
    }

    /** Whether it failed because a connection that had carried a request before ended under this one. */
    boolean lostKeptConnection() {
        return attempt.isReused() && attempt.failure() == FailureKind.RESET;
    }

    @Override
    public void connected(UpstreamConnection acquired) {
        if (over) {
            acquired.release();
            return;
        }
        connection = acquired;
        attempt.connected(acquired.reused());
        if (replaced) {
            send(acquired);
            sendNothingMore();
            return;
        }
        retryDoor = request.exchange.isRequestComplete();
        try {
            callback.completed(request.exchange, new ProxyConnection(this, "/"));
        } catch (RuntimeException e) {
            // Undertow's code and its callbacks into ours: whatever it was, the client gets an answer.
            LOG.error("request={} event=forwarding-failed", request, e);
            request.crashed();
        }
    }

    @Override
    public void failed(UpstreamFailure failure, String detail) {
        if (over) {
            return;
        }
        if (reachedNobody(failure)) {
            replaced = true;
            connect(true);
            return;
        }
        over = true;
        if (exchange != null && exchange.bytesWritten() > 0) {
            attempt.wrote();
        }
        if (exchange != null && exchange.requestSent()) {
            attempt.sent();
        }
        attempt.failed(Failures.kindOf(failure), detail);
        if (headSeen) {
            request.cutShort();
        } else if (clientRequest == null) {
            connectFailed();
        } else {
            exchangeFailed(detail);
        }
    }

    /**
     * A kept connection on which not a byte went out any more: another one takes its place, and nobody need know. Once
     * something was written only a retry can follow, for the backend may have acted on it.
     */
    private boolean reachedNobody(UpstreamFailure failure) {
        return (failure == UpstreamFailure.RESET_BEFORE_RESPONSE || failure == UpstreamFailure.WRITE_FAILED)
                && connection != null
                && connection.reused()
                && !replaced
                && retryDoor
                && (exchange == null || exchange.bytesWritten() == 0);
    }

    private void connectFailed() {
        if (request.run().takeRetry()) {
            callback.failed(request.exchange);
        } else {
            callback.couldNotResolveBackend(request.exchange);
        }
    }

    private void exchangeFailed(String detail) {
        if (retryDoor && request.run().takeRetry()) {
            request.grantRetry();
        }
        listener().failed(new CallFailed(detail));
    }

    @Override
    public void sendRequest(ClientRequest sent, ClientCallback<ClientExchange> sender) {
        clientRequest = sent;
        if (over || connection == null) {
            sender.failed(new CallFailed("the attempt is over"));
            return;
        }
        UpstreamExchange started = send(connection);
        sender.completed(this);
        // With a body whose first bytes were there, the head has left together with them.
        started.flush();
    }

    private UpstreamExchange send(UpstreamConnection over) {
        UpstreamExchange started = over.send(
                new OutgoingHead(request, attempt.backend().address()),
                new ExchangeTimeouts(
                        attempt.timeouts().firstByte().toNanos(),
                        attempt.timeouts().perTry().toNanos(),
                        attempt.timeouts().idle().toNanos()),
                this);
        exchange = started;
        return started;
    }

    /** The request without a body that ProxyHandler has ended already, once more. */
    private void sendNothingMore() {
        UpstreamExchange started = exchange();
        try {
            started.requestBody().terminateWrites();
        } catch (IOException e) {
            started.cancel();
            failed(UpstreamFailure.WRITE_FAILED, String.valueOf(e.getMessage()));
            return;
        }
        started.flush();
    }

    @Override
    public void head(ResponseHead head) {
        attempt.head(head.status());
        if (retryDoor && request.run().takeRetryAfter(head.status())) {
            drop(head);
            request.grantRetry();
            listener().failed(new CallFailed("status " + head.status()));
            return;
        }
        headSeen = true;
        request.answerBegins();
        boolean http11 = request.exchange.isHttp11();
        response = new ClientResponse(
                head.status(), reason(head), Protocols.HTTP_1_1, ResponseHeaders.of(head, http11, backendHeader()));
        // Without a body the exchange with the backend is as good as ended: upstream says so right after this call.
        over = head.framing().kind() == BodyFraming.Kind.NONE && !head.upgraded();
        request.settlePersistence(response.getResponseHeaders());
        listener().completed(this);
        if (!over) {
            request.flushHead();
        }
    }

    /** A short answer that lies ready is read past, so that its connection can be kept; else it costs the connection. */
    private void drop(ResponseHead head) {
        over = true;
        if (head.framing().kind() != BodyFraming.Kind.NONE) {
            try (PooledByteBuffer buffer = getBufferPool().allocate()) {
                StreamSourceConduit body = exchange().responseBody();
                int count = 1;
                for (int i = 0; i < BUFFERS_READ_PAST && count > 0; i++) {
                    count = body.read(buffer.getBuffer().clear());
                }
                if (count >= 0) {
                    exchange().cancel();
                }
            } catch (IOException e) {
                exchange().cancel();
            }
        }
        attempt.end();
    }

    /** Undertow has the usual words by itself, and no room for a long story. */
    private static @Nullable String reason(ResponseHead head) {
        String reason = head.reason();
        return reason.isEmpty() || reason.length() > LONGEST_REASON ? null : reason;
    }

    private @Nullable String backendHeader() {
        return attempt.policy().backendHeaderOnResponse() ? attempt.backend().address() : null;
    }

    @Override
    public void ended(boolean reusable) {
        over = true;
        attempt.end();
    }

    /** What the client still sends is wanted by nobody. */
    void answerIsOut() {
        if (exchange != null) {
            exchange.discardRequestBody();
        }
    }

    /** Whether the backend has yet to take what came of the request's body. */
    boolean holdsRequestBytes() {
        return exchange != null && !over && exchange.requestBody().isWriteResumed();
    }

    /** Nobody is interested any more. */
    void abandon(FailureKind kind, String detail) {
        if (over) {
            return;
        }
        over = true;
        if (acquisition != null) {
            acquisition.cancel();
        }
        if (exchange != null) {
            if (exchange.bytesWritten() > 0) {
                attempt.wrote();
            }
            // Who used up the time is known only if there was nothing to upload.
            if (kind == FailureKind.REQUEST_TIMEOUT && retryDoor && exchange.requestSent()) {
                attempt.sent();
            }
            exchange.cancel();
        } else if (connection != null) {
            connection.release();
        }
        attempt.failed(kind, detail);
    }

    @Override
    public StreamConnection performUpgrade() {
        StreamConnection tunnel = exchange().upgrade(why -> {
            attempt.failed(FailureKind.CUT, why);
            request.cutShort();
        });
        over = true;
        attempt.tunnelled();
        Tunnel.watch(request, attempt, tunnel);
        return tunnel;
    }

    @Override
    public boolean isUpgraded() {
        return response != null && response.getResponseCode() == 101;
    }

    @Override
    public void setResponseListener(ClientCallback<ClientExchange> listener) {
        responseListener = listener;
    }

    @Override
    public StreamSinkChannel getRequestChannel() {
        StreamSinkChannel channel = requestChannel;
        if (channel == null) {
            channel = new ConduitStreamSinkChannel(Configurable.EMPTY, new CallRequestBody(this, exchange()));
            requestChannel = channel;
        }
        return channel;
    }

    @Override
    public StreamSourceChannel getResponseChannel() {
        StreamSourceChannel channel = responseChannel;
        if (channel == null) {
            channel = new ConduitStreamSourceChannel(Configurable.EMPTY, new CallResponseBody(this, exchange()));
            responseChannel = channel;
        }
        return channel;
    }

    @Override
    public @Nullable ClientRequest getRequest() {
        return clientRequest;
    }

    @Override
    public @Nullable ClientResponse getResponse() {
        return response;
    }

    @Override
    public BackendCall getConnection() {
        return this;
    }

    long idleMillis() {
        return attempt.timeouts().idle().toMillis();
    }

    /** By ProxyHandler, when reading or writing failed on either side. */
    @Override
    public void close() {
        request.given(this);
    }

    @Override
    public boolean isOpen() {
        return !over;
    }

    private UpstreamExchange exchange() {
        UpstreamExchange started = exchange;
        if (started == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return started;
    }

    private ClientCallback<ClientExchange> listener() {
        ClientCallback<ClientExchange> listener = responseListener;
        if (listener == null) {
            throw new IllegalStateException("nobody listens for the response");
        }
        return listener;
    }

    @Override
    public String toString() {
        return request + " at " + attempt;
    }
}
