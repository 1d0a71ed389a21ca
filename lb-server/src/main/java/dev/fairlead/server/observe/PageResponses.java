package dev.fairlead.server.observe;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;

/** Small answers for a monitor or a person. */
final class PageResponses {
    private PageResponses() {}

    static boolean isRead(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        return method.equals(Methods.GET) || method.equals(Methods.HEAD);
    }

    static void methodNotAllowed(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
        text(exchange, StatusCodes.METHOD_NOT_ALLOWED, "This page is for GET and HEAD.\n");
    }

    /** As JSON, for any reader. */
    static void page(HttpServerExchange exchange, int status, String body) {
        if (isRead(exchange)) {
            send(exchange, status, "application/json", body);
        } else {
            methodNotAllowed(exchange);
        }
    }

    static void text(HttpServerExchange exchange, int status, String body) {
        send(exchange, status, "text/plain; charset=utf-8", body);
    }

    private static void send(HttpServerExchange exchange, int status, String type, String body) {
        if (!exchange.isRequestComplete()) {
            // An unexpected body is not read to its end, so this connection cannot carry another request.
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(body, StandardCharsets.UTF_8);
    }
}
