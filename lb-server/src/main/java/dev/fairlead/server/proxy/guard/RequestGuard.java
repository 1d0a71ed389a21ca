package dev.fairlead.server.proxy.guard;

import dev.fairlead.server.proxy.front.ErrorAnswer;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.OwnAnswer;
import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.routing.RequestRun;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of the data port. Requests that a backend might read differently stop here; our own pages are
 * answered; everything else is traffic.
 */
public final class RequestGuard implements HttpHandler {

    private final RejectedRequests rejected;
    private final OwnPages pages;
    private final Traffic traffic;

    public RequestGuard(RejectedRequests rejected, OwnPages pages, Traffic traffic) {
        this.rejected = rejected;
        this.pages = pages;
        this.traffic = traffic;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        FrontConduit front = FrontConduit.of(exchange);
        HeadCheck check = new HeadCheck(exchange, front);
        Rejection rejection = check.rejection();
        if (rejection != null) {
            refuse(exchange, front, check.guarded(), rejection);
            return;
        }
        GuardedHead head = check.guarded();
        HttpHandler page = pages.page(head.path());
        if (page != null) {
            OwnAnswer.begin(exchange, front, traffic.keep(exchange, front, head), "");
            if (front.connection().closing()) {
                exchange.setPersistent(false);
            }
            front.answeredUnread(exchange);
            page.handleRequest(exchange);
        } else if (front.connection().noRoom()) {
            refuse(exchange, front, head, Rejection.BUFFERS);
        } else {
            Rejection late = traffic.forward(exchange, front, head);
            if (late != null) {
                refuse(exchange, front, head, late);
            }
        }
    }

    private void refuse(HttpServerExchange exchange, FrontConduit front, GuardedHead head, Rejection rejection) {
        rejected.count(rejection);
        RequestRun run = traffic.keep(exchange, front, head);
        OwnAnswer.begin(exchange, front, run, rejection.code());
        exchange.setPersistent(false);
        front.discardRest();
        ErrorAnswer.send(
                exchange,
                front,
                rejection.status(),
                rejection.retryAfterSeconds(),
                run.facts().id());
    }

    /** Where requests go that passed. */
    public interface Traffic {

        /** @return why it goes no further; null if it does, or was answered */
        @Nullable
        Rejection forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head) throws Exception;

        /** For a request that goes no further: it is told of only when it is answered. */
        RequestRun keep(HttpServerExchange exchange, FrontConduit front, GuardedHead head);
    }
}
