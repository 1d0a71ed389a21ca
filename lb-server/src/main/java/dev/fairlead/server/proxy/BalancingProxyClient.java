package dev.fairlead.server.proxy;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.util.concurrent.TimeUnit;

/**
 * Provides backends to {@code ProxyHandler}. The target is the request itself; the backend is chosen only when the
 * connection is needed, and again each time ProxyHandler retries after a failure.
 */
final class BalancingProxyClient implements ProxyClient {

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return ProxiedRequest.of(exchange);
    }

    @Override
    public void getConnection(
            ProxyTarget target,
            HttpServerExchange exchange,
            ProxyCallback<ProxyConnection> callback,
            long timeout,
            TimeUnit timeUnit) {
        ((ProxiedRequest) target).forward(callback);
    }
}
