package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.ErrorAnswer;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.OwnAnswer;
import dev.fairlead.server.routing.DirectAnswer;
import dev.fairlead.server.routing.RequestRun;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers requests that no backend gets. */
final class DirectAnswers {

    private DirectAnswers() {}

    static void send(HttpServerExchange exchange, FrontConduit front, RequestRun run, DirectAnswer answer) {
        OwnAnswer.begin(exchange, front, run, answer.reason());
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
            front.discardRest();
        }
        if (answer instanceof DirectAnswer.Refused refused) {
            ErrorAnswer.send(
                    exchange,
                    front,
                    refused.refusal().status(),
                    refused.refusal().retryAfterSeconds(),
                    run.facts().id(),
                    refused.fields());
        } else if (answer instanceof DirectAnswer.Redirected redirected) {
            exchange.getResponseHeaders().put(Headers.LOCATION, redirected.location());
            send(exchange, front, run, redirected.status(), "");
        } else if (answer instanceof DirectAnswer.Fixed fixed) {
            if (!fixed.body().isEmpty()) {
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, fixed.contentType());
            }
            send(exchange, front, run, fixed.status(), fixed.body());
        }
    }

    private static void send(HttpServerExchange exchange, FrontConduit front, RequestRun run, int status, String text) {
        front.answeredUnread(exchange);
        if (front.connection().closing()) {
            exchange.setPersistent(false);
        }
        new RouteEffects(run).edit(exchange.getResponseHeaders());
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.setStatusCode(status);
        exchange.setResponseContentLength(body.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
