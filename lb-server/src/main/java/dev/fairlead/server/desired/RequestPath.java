package dev.fairlead.server.desired;

import java.util.regex.Pattern;

/**
 * A path that is safe in a request line: visible ASCII that starts with a slash, so that it cannot smuggle in a second
 * line.
 */
public final class RequestPath {

    private static final Pattern TARGET = Pattern.compile("/[!-~&&[^#]]*");

    private RequestPath() {}

    /** A path with or without a query. */
    static boolean isTarget(String text) {
        return TARGET.matcher(text).matches();
    }

    public static boolean isPlain(String text) {
        return isTarget(text) && text.indexOf('?') < 0;
    }

    public static String problem(String text) {
        return "\"" + text + "\" is not a path, expected one such as /health";
    }
}
