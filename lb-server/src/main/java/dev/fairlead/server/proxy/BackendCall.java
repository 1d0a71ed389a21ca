package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.proxy.attempt.AttemptDriver;
import dev.fairlead.server.proxy.attempt.Downstream;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.RequestSession;
import dev.fairlead.server.upstream.http1.ResponseHead;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.Protocols;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.Configurable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One attempt, as Undertow's {@code ProxyHandler} sees it: connection and exchange in one object that is never reused.
 * ProxyHandler keeps references and fires late, queued wake-ups that close channels. They find this dead object instead
 * of the connection, which may already serve another request. What happens to the attempt its driver knows; here is
 * what ProxyHandler says and is told of it.
 */
final class BackendCall extends CallConnection implements ClientExchange, Downstream {

    private static final Logger log = LoggerFactory.getLogger(BackendCall.class);
    private static final int LONGEST_REASON = 200;

    private final ProxiedRequest request;
    private final AttemptDriver driver;
    private final ProxyCallback<ProxyConnection> callback;
    private @Nullable ClientRequest clientRequest;
    private @Nullable ClientResponse response;
    private @Nullable ClientCallback<ClientExchange> responseListener;
    private @Nullable StreamSinkChannel requestChannel;
    private @Nullable StreamSourceChannel responseChannel;
    private boolean goesAgain;

    BackendCall(ProxiedRequest request, Attempt attempt, ProxyCallback<ProxyConnection> callback) {
        super(request.exchange);
        this.request = request;
        this.callback = callback;
        this.driver = new AttemptDriver(
                request.run(),
                attempt,
                new OutgoingHead(request, attempt.backend().address()),
                this);
    }

    void connect() {
        driver.acquire();
    }

    @Override
    public void connected() {
        try {
            callback.completed(request.exchange, new ProxyConnection(this, "/"));
        } catch (RuntimeException e) {
            // Undertow's code and its callbacks into ours: whatever it was, the client gets an answer.
            log.error("request={} event=forwarding-failed", request, e);
            request.crashed();
        }
    }

    @Override
    public void sendRequest(ClientRequest sent, ClientCallback<ClientExchange> sender) {
        clientRequest = sent;
        if (!driver.send()) {
            sender.failed(new CallFailed("the attempt is over"));
            return;
        }
        sender.completed(this);
        // With a body whose first bytes were there, the head has left together with them.
        driver.exchange().flush();
    }

    @Override
    public void answered(ResponseHead head) {
        request.answerBegins();
        HeaderMap headers = AnswerHeaders.of(head, request.exchange.isHttp11(), backendHeader());
        response = new ClientResponse(head.status(), reason(head), Protocols.HTTP_1_1, headers);
        RequestSession session = request.run().session();
        RunningBackend backend = driver.attempt().backend();
        SessionEffects.learn(session, backend, headers);
        request.route().edit(headers);
        SessionEffects.tell(session, backend, headers);
        request.settlePersistence(headers);
        listener().completed(this);
        if (driver.isOpen()) {
            request.flushHead();
        }
    }

    /** Undertow has the usual words by itself, and no room for a long story. */
    private static @Nullable String reason(ResponseHead head) {
        String reason = head.reason();
        return reason.isEmpty() || reason.length() > LONGEST_REASON ? null : reason;
    }

    private @Nullable String backendHeader() {
        Attempt attempt = driver.attempt();
        return attempt.policy().backendHeaderOnResponse() ? attempt.backend().address() : null;
    }

    @Override
    public void failed(String why, boolean again) {
        goesAgain = again;
        if (clientRequest != null) {
            listener().failed(new CallFailed(why));
        } else if (again) {
            callback.failed(request.exchange);
        } else {
            callback.couldNotResolveBackend(request.exchange);
        }
    }

    /** Whether it came to nothing, and another one is to follow. */
    boolean goesAgain() {
        return goesAgain;
    }

    @Override
    public void cutShort() {
        request.cutShort();
    }

    /** What the client still sends is wanted by nobody. */
    void answerIsOut() {
        driver.discardRequest();
    }

    /** Whether the backend has yet to take what came of the request's body. */
    boolean holdsRequestBytes() {
        return driver.holdsRequestBytes();
    }

    /** Nobody is interested any more. */
    void abandon(FailureKind kind, String detail) {
        driver.abandon(kind, detail);
    }

    /**
     * Undertow ends each direction by itself. When the client's side is closed altogether, nobody can want the backend's
     * any more; the other way round there may be bytes on their way to the client.
     */
    @Override
    public StreamConnection performUpgrade() {
        StreamConnection tunnel =
                driver.exchange().upgrade(driver.attempt().timeouts().tunnelIdle(), driver);
        driver.tunnelled();
        request.connection().whenClosed(() -> IoUtils.safeClose((Closeable) tunnel));
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
            channel = new ConduitStreamSinkChannel(Configurable.EMPTY, new CallRequestBody(this, driver.exchange()));
            requestChannel = channel;
        }
        return channel;
    }

    @Override
    public StreamSourceChannel getResponseChannel() {
        StreamSourceChannel channel = responseChannel;
        if (channel == null) {
            channel = new ConduitStreamSourceChannel(Configurable.EMPTY, new CallResponseBody(this, driver.exchange()));
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
        return driver.attempt().timeouts().idle().toMillis();
    }

    /** What becomes of the request's names with an underscore, those behind its body too. */
    Underscores underscores() {
        return request.connection().frontend().headers().underscores();
    }

    /** By ProxyHandler, when reading or writing failed on either side. */
    @Override
    public void close() {
        request.given(this);
    }

    @Override
    public boolean isOpen() {
        return driver.isOpen();
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
        return request + " at " + driver;
    }
}
