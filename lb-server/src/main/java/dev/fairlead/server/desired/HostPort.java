package dev.fairlead.server.desired;

import java.util.regex.Pattern;

/** Splits {@code host:port} and {@code [v6]:port}; the host comes back without brackets. */
record HostPort(String host, int port) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    static HostPort parse(String text, int lowestPort) {
        if (text.matches("\\d+")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has no host, expected host:port such as 127.0.0.1:" + text);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw problem(text, "has no port", text.isEmpty() ? "host" : text);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (!IPV6.matcher(host).matches()) {
                throw problem(text, "has no valid IPv6 address between its brackets", "[::1]");
            }
        } else if (host.indexOf(':') >= 0) {
            throw problem(text, "is an IPv6 address without brackets", "[::1]");
        } else if (!NAME.matcher(host).matches()) {
            throw problem(text, host.isEmpty() ? "has no host" : "has no valid host name", "host");
        }
        return new HostPort(host, port(text, text.substring(colon + 1), lowestPort));
    }

    private static int port(String text, String digits, int lowest) {
        if (digits.isEmpty()) {
            throw problem(text, "has no port", text.substring(0, text.length() - 1));
        }
        boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        if (port < lowest || port > 65535) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has port \"" + digits + "\", expected a port from " + lowest + " to 65535");
        }
        return port;
    }

    private static IllegalArgumentException problem(String text, String what, String host) {
        return new IllegalArgumentException(
                "\"" + text + "\" " + what + ", expected host:port such as " + host + ":8080");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
