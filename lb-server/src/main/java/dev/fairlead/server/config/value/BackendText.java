package dev.fairlead.server.config.value;

import dev.fairlead.server.desired.Backend;

/** A backend as one word: {@code host:port} or a URL, optionally followed by {@code =weight}. */
public final class BackendText {

    private BackendText() {}

    public static Backend parse(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            return Backend.at(text.strip());
        }
        return Backend.at(text.substring(0, equals).strip()).withWeight(weight(text, text.substring(equals + 1)));
    }

    private static int weight(String text, String digits) {
        boolean number = digits.matches("\\d{1,4}");
        if (!number || Integer.parseInt(digits) > Backend.MAX_WEIGHT) {
            throw new IllegalArgumentException("\"" + text + "\" has weight \"" + digits
                    + "\", expected a number from 0 to " + Backend.MAX_WEIGHT);
        }
        return Integer.parseInt(digits);
    }
}
