package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.Runs;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.xnio.XnioWorker;

/** Everything that happens to a request, put together: the guard in front, Undertow's {@code ProxyHandler} behind. */
@Singleton
final class FrontHandler implements HttpHandler {

    private final RequestGuard guard;

    @Inject
    FrontHandler(XnioWorker worker, Runs runs, RejectedRequests rejected, OwnPages pages, RandomGenerator random) {
        RequestIds ids = new RequestIds(random, worker.getIoThreadCount());
        ProxyHandler proxy = ProxyHandler.builder()
                .setProxyClient(new BalancingProxyClient())
                .setIdempotentRequestPredicate(
                        exchange -> ProxiedRequest.of(exchange).takeRetry())
                .build();
        this.guard = new RequestGuard(rejected, pages, (exchange, front, head) -> {
            ProxiedRequest.enter(exchange, front, runs, ids, head);
            proxy.handleRequest(exchange);
        });
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guard.handleRequest(exchange);
    }
}
