package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.CidrBlock;
import java.util.Locale;

/** The name in a host, which may have a port and a dot at its end. */
final class HostName {

    private HostName() {}

    /** Where the name ends; it begins at the beginning. */
    static int end(String host) {
        if (host.startsWith("[")) {
            int bracket = host.indexOf(']');
            return bracket < 0 ? host.length() : bracket + 1;
        }
        int colon = host.lastIndexOf(':');
        int end = colon < 0 ? host.length() : colon;
        return end > 0 && host.charAt(end - 1) == '.' ? end - 1 : end;
    }

    /** As routes spell it. */
    static String of(String host) {
        return host.substring(0, end(host)).toLowerCase(Locale.ROOT);
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }

    static boolean isAddress(String host) {
        return host.startsWith("[");
    }

    /** One spelling for all spellings of an IPv6 address; what is no address stays as it is. */
    static String address(String bracketed) {
        try {
            return CidrBlock.parse(bracketed.substring(1, Math.max(1, bracketed.length() - 1)))
                    .base()
                    .getHostAddress();
        } catch (IllegalArgumentException e) {
            return bracketed;
        }
    }
}
