package dev.fairlead.server.proxy.front;

import dev.fairlead.server.routing.RequestRun;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;

/** An answer of our own, on its way. A client that goes away before it is no loss. */
public final class OwnAnswer implements ClientWatch, ExchangeCompletionListener {

    private final FrontConduit front;
    private final RequestRun run;
    private final String reason;

    private OwnAnswer(FrontConduit front, RequestRun run, String reason) {
        this.front = front;
        this.run = run;
        this.reason = reason;
    }

    /**
     * The request is about to be answered here.
     *
     * @param reason why it is refused; empty if it is served
     */
    public static void begin(HttpServerExchange exchange, FrontConduit front, RequestRun run, String reason) {
        OwnAnswer answer = new OwnAnswer(front, run, reason);
        front.begin(answer);
        exchange.addExchangeCompleteListener(answer);
    }

    @Override
    public boolean watchable() {
        return false;
    }

    @Override
    public void bodyInvalid() {}

    @Override
    public void noRoom() {}

    @Override
    public boolean isStuck() {
        return false;
    }

    @Override
    public void clientGone() {}

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener nextListener) {
        run.answeredHere(exchange.getStatusCode(), exchange.getResponseBytesSent(), reason);
        front.end((HttpServerConnection) exchange.getConnection(), exchange.isPersistent());
        nextListener.proceed();
    }
}
