package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.headers.EntryRules;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.proxy.mirror.Mirrors;
import dev.fairlead.server.routing.DirectAnswer;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.upstream.timer.Timers;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** Where requests go that the guard let pass: through Undertow's {@code ProxyHandler}, with our say in all that it decides. */
final class ForwardedTraffic implements RequestGuard.Traffic {

    private final RequestRuns runs;
    private final RequestIds ids;
    private final Mirrors mirrors;
    private final Function<XnioIoThread, Timers> timers;
    private final ProxyHandler proxy;

    /** @param timers those of an IO thread */
    ForwardedTraffic(RequestRuns runs, RequestIds ids, Mirrors mirrors, Function<XnioIoThread, Timers> timers) {
        this.runs = runs;
        this.ids = ids;
        this.mirrors = mirrors;
        this.timers = timers;
        this.proxy = ProxyHandler.builder()
                .setProxyClient(new BalancingProxyClient())
                .setIdempotentRequestPredicate(
                        exchange -> ProxiedRequest.of(exchange).goesAgain())
                .build();
    }

    @Override
    public @Nullable Rejection forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head)
            throws Exception {
        Timers own = timers.apply(exchange.getIoThread());
        ProxiedRequest request = new ProxiedRequest(exchange, front, runs, ids, head, own);
        DirectAnswer answer = request.run().enter();
        if (answer != null) {
            DirectAnswers.send(exchange, front, request.run(), answer);
            return null;
        }
        Rejection tooLarge = EntryRules.ofLength(
                exchange.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH), request.mostBodyBytes());
        if (tooLarge == null) {
            if (!head.upgrade() && mirrors.wants(request.run())) {
                request.copiedTo(mirrors.copy(new CopiedRequest(request, own)));
            }
            hangIn(request, exchange, front, head.continueExpected());
            proxy.handleRequest(exchange);
        }
        return tooLarge;
    }

    /** So that nothing happens to the exchange without the request's knowing. */
    private static void hangIn(
            ProxiedRequest request, HttpServerExchange exchange, FrontConduit front, boolean continueExpected) {
        exchange.putAttachment(ProxiedRequest.KEY, request);
        exchange.addExchangeCompleteListener(request);
        exchange.addDefaultResponseListener(request);
        exchange.addResponseWrapper((factory, started) -> request.answering(factory.create()));
        boolean whole = exchange.isRequestComplete();
        if (!whole) {
            long limit = request.mostBodyBytes();
            exchange.addRequestWrapper(
                    (factory, started) -> new IncomingBody(factory.create(), request, limit, continueExpected));
        }
        front.begin(request);
        if (whole) {
            request.bodyCame();
        }
    }

    @Override
    public RequestRun keep(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
        RequestFacts facts = new IncomingRequest(exchange, front.connection(), ids, head);
        return runs.start(facts, front.connection().lane(), false);
    }
}
