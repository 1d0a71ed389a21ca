package dev.fairlead.server.proxy.front;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Our own error answers. They include the request id, to find the reason in the log; the client does not see the
 * reason.
 */
public final class ErrorAnswer {

    private ErrorAnswer() {}

    /**
     * If the upload is not in yet, the answer goes out first, the rest is thrown away, and the connection closes.
     *
     * @param retryAfterSeconds 0 if there is nothing to say about that
     * @param requestId empty if it has none
     */
    public static void send(
            HttpServerExchange exchange, FrontConduit front, int status, int retryAfterSeconds, String requestId) {
        send(exchange, front, status, retryAfterSeconds, requestId, Map.of());
    }

    /** @param fields further ones of its head */
    public static void send(
            HttpServerExchange exchange,
            FrontConduit front,
            int status,
            int retryAfterSeconds,
            String requestId,
            Map<String, String> fields) {
        front.answeredUnread(exchange);
        if (front.connection().closing()) {
            exchange.setPersistent(false);
        }
        HeaderMap headers = exchange.getResponseHeaders();
        headers.clear();
        fields.forEach((name, value) -> headers.put(new HttpString(name), value));
        exchange.setStatusCode(status);
        exchange.setReasonPhrase(AnswerText.reason(status));
        if (retryAfterSeconds > 0) {
            headers.put(Headers.RETRY_AFTER, retryAfterSeconds);
        }
        if (status == StatusCodes.METHOD_NOT_ALLOWED) {
            headers.put(Headers.ALLOW, AnswerText.ALLOWED_METHODS);
        }
        boolean json = wantsJson(exchange);
        headers.put(Headers.CONTENT_TYPE, json ? "application/json" : "text/plain; charset=utf-8");
        String told = json ? AnswerText.json(status, requestId) : AnswerText.text(status, requestId);
        byte[] body = told.getBytes(StandardCharsets.UTF_8);
        headers.put(Headers.CONTENT_LENGTH, body.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    private static boolean wantsJson(HttpServerExchange exchange) {
        HeaderValues accepts = exchange.getRequestHeaders().get(Headers.ACCEPT);
        if (accepts != null) {
            for (int i = 0; i < accepts.size(); i++) {
                if (accepts.get(i).contains("application/json")) {
                    return true;
                }
            }
        }
        return false;
    }
}
