package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.CidrBlock;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts as a route names them. */
final class HostPattern {

    private static final int LONGEST = 255;
    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern WITH_PORT = Pattern.compile("(?:[^:]*|\\[.*\\]):\\d*");

    private HostPattern() {}

    /** In lower case, without the dot at the end. */
    static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static boolean isValid(String plain) {
        if (plain.startsWith("[") && plain.endsWith("]")) {
            return isAddress(plain.substring(1, plain.length() - 1));
        }
        return plain.length() <= LONGEST && NAME.matcher(plain).matches();
    }

    private static boolean isAddress(String inside) {
        try {
            CidrBlock.parse(inside);
            return inside.indexOf(':') >= 0 && inside.indexOf('/') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static String problem(String plain) {
        return "\"" + plain + "\" "
                + (WITH_PORT.matcher(plain).matches() ? "has a port" : "is not a host")
                + ", expected one such as api.example.com, *.example.org or [::1]";
    }
}
