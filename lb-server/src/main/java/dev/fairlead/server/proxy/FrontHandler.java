package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.proxy.mirror.Mirrors;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.upstream.UpstreamResources;
import dev.fairlead.server.upstream.timer.Timers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.xnio.XnioIoThread;

/** Everything that happens to a request, put together: the guard in front, what is forwarded behind. */
@Singleton
final class FrontHandler implements HttpHandler {

    private final RequestGuard guard;

    @Inject
    FrontHandler(
            RequestRuns runs,
            RejectedRequests rejected,
            OwnPages pages,
            RequestIds ids,
            Mirrors mirrors,
            UpstreamResources upstreams) {
        this(runs, rejected, pages, ids, mirrors, upstreams::timers);
    }

    /** @param timers those of an IO thread */
    FrontHandler(
            RequestRuns runs,
            RejectedRequests rejected,
            OwnPages pages,
            RequestIds ids,
            Mirrors mirrors,
            Function<XnioIoThread, Timers> timers) {
        this.guard = new RequestGuard(rejected, pages, new ForwardedTraffic(runs, ids, mirrors, timers));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guard.handleRequest(exchange);
    }
}
