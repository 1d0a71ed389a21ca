package dev.fairlead.server.demo;

import io.undertow.server.HttpServerExchange;
import java.util.Deque;

/** An invalid query parameter; the message is the answer. */
final class BadParameter extends RuntimeException {

    BadParameter(String message) {
        super(message, null, false, false);
    }

    static long number(HttpServerExchange exchange, String parameter, long otherwise) {
        Deque<String> values = exchange.getQueryParameters().get(parameter);
        if (values == null) {
            return otherwise;
        }
        String value = values.getFirst();
        if (!value.matches("[0-9]{1,18}")) {
            throw new BadParameter(parameter + " is '" + value + "', expected a whole number");
        }
        return Long.parseLong(value);
    }
}
