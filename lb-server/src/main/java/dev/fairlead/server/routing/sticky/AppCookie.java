package dev.fairlead.server.routing.sticky;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backend's {@code Set-Cookie} does to the application's cookie, read as browsers read it (RFC 6265, 5.2).
 *
 * @param value as the client will send it back
 * @param isCleared whether the client will not send it back at all
 */
record AppCookie(String value, boolean isCleared) {
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]+");

    /** Browsers drop longer ones. */
    private static final int LONGEST = 4096;

    /** @return null if it is another cookie, or none that a browser would keep */
    static @Nullable AppCookie parse(String header, String name, long now) {
        int end = end(header, 0);
        int equals = header.indexOf('=');
        if (equals < 0 || equals >= end || !header.substring(0, equals).strip().equals(name)) {
            return null;
        }
        String value = header.substring(equals + 1, end).strip();
        if (value.length() > LONGEST || hasControls(value)) {
            return null;
        }
        return new AppCookie(value, value.isEmpty() || value.equals("\"\"") || isOver(header, end, now));
    }

    /** Max-Age counts before Expires, and of several the last. */
    private static boolean isOver(String header, int from, long now) {
        OptionalLong maxAge = OptionalLong.empty();
        OptionalLong expires = OptionalLong.empty();
        int at = from + 1;
        while (at < header.length()) {
            int end = end(header, at);
            String attribute = header.substring(at, end);
            int equals = attribute.indexOf('=');
            if (equals >= 0) {
                String key = attribute.substring(0, equals).strip();
                String text = attribute.substring(equals + 1).strip();
                if (key.equalsIgnoreCase("max-age") && SECONDS.matcher(text).matches()) {
                    maxAge = OptionalLong.of(isPositive(text) ? 1 : 0);
                } else if (key.equalsIgnoreCase("expires")) {
                    OptionalLong date = CookieDate.parse(text);
                    expires = date.isPresent() ? date : expires;
                }
            }
            at = end + 1;
        }
        return maxAge.isPresent() ? maxAge.getAsLong() <= 0 : expires.isPresent() && expires.getAsLong() <= now;
    }

    /** It may have more digits than fit a number. */
    private static boolean isPositive(String seconds) {
        return seconds.charAt(0) != '-' && seconds.chars().anyMatch(digit -> digit != '0');
    }

    private static boolean hasControls(String value) {
        return value.chars().anyMatch(character -> character < ' ' || character == 0x7f);
    }

    private static int end(String header, int from) {
        int end = header.indexOf(';', from);
        return end < 0 ? header.length() : end;
    }
}
