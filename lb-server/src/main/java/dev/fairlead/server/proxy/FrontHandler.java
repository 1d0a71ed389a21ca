package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.upstream.UpstreamResources;
import dev.fairlead.server.upstream.timer.Timers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.xnio.XnioIoThread;

/** Everything that happens to a request, put together: the guard in front, Undertow's {@code ProxyHandler} behind. */
@Singleton
final class FrontHandler implements HttpHandler {

    private final RequestGuard guard;

    @Inject
    FrontHandler(
            RequestRuns runs, RejectedRequests rejected, OwnPages pages, RequestIds ids, UpstreamResources upstreams) {
        this(runs, rejected, pages, ids, upstreams::timers);
    }

    /** @param timers those of an IO thread */
    FrontHandler(
            RequestRuns runs,
            RejectedRequests rejected,
            OwnPages pages,
            RequestIds ids,
            Function<XnioIoThread, Timers> timers) {
        ProxyHandler proxy = ProxyHandler.builder()
                .setProxyClient(new BalancingProxyClient())
                .setIdempotentRequestPredicate(
                        exchange -> ProxiedRequest.of(exchange).goesAgain())
                .build();
        this.guard = new RequestGuard(rejected, pages, new RequestGuard.Traffic() {
            @Override
            public void forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head) throws Exception {
                ProxiedRequest.enter(exchange, front, runs, ids, head, timers.apply(exchange.getIoThread()));
                proxy.handleRequest(exchange);
            }

            @Override
            public RequestRun keep(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
                RequestFacts facts = new IncomingRequest(exchange, front.connection(), ids, head);
                return runs.start(facts, front.connection().lane(), false);
            }
        });
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guard.handleRequest(exchange);
    }
}
