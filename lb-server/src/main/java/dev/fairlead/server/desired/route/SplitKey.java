package dev.fairlead.server.desired.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decides between the pools of a split.
 *
 * @param name of the header or cookie; empty for the others
 */
public record SplitKey(Kind kind, String name) {

    private static final Pattern TEXT = Pattern.compile("random|client|(header|cookie):([A-Za-z0-9!#$%&'*+.^_`|~-]+)");

    /** Where the key of a request is found. */
    public enum Kind {
        RANDOM,
        CLIENT,
        HEADER,
        COOKIE
    }

    /** @throws IllegalArgumentException if it is none */
    public static SplitKey parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no key of a split");
        }
        if (matcher.group(1) != null) {
            return new SplitKey(matcher.group(1).equals("header") ? Kind.HEADER : Kind.COOKIE, matcher.group(2));
        }
        return new SplitKey(text.equals("client") ? Kind.CLIENT : Kind.RANDOM, "");
    }

    static boolean isValid(String text) {
        return TEXT.matcher(text).matches();
    }
}
