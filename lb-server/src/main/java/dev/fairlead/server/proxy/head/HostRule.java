package dev.fairlead.server.proxy.head;

import java.util.regex.Pattern;

/**
 * What is allowed in Host, and as the authority of an absolute target: a name or an address, optionally with a port.
 */
final class HostRule {

    private static final String OF_NAMES = "-._~!$&'()*+,;=";
    private static final int HIGHEST_PORT = 65_535;

    /** Eight groups, or fewer around one double colon; the last two may be written as an IPv4 address. */
    private static final Pattern IPV6 = ipv6();

    private HostRule() {}

    /** Empty is valid in Host: there is no authority then. */
    static boolean isValid(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.lastIndexOf(':');
        if (colon <= bracket) {
            return isName(host, bracket);
        }
        return isPort(host, colon + 1) && isName(host.substring(0, colon), bracket);
    }

    private static boolean isPort(String host, int from) {
        int port = 0;
        for (int i = from; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c < '0' || c > '9' || port > HIGHEST_PORT) {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port > 0 && port <= HIGHEST_PORT;
    }

    private static boolean isName(String name, int bracket) {
        if (bracket >= 0) {
            return name.startsWith("[")
                    && bracket == name.length() - 1
                    && IPV6.matcher(name.substring(1, bracket)).matches();
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%') {
                if (i + 2 >= name.length() || !isHex(name.charAt(i + 1)) || !isHex(name.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isLetterOrDigit(c) && OF_NAMES.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x7f);
    }

    /** Undertow, which asks again, knows a double colon behind six groups only before a single digit. */
    private static Pattern ipv6() {
        String group = "[0-9a-fA-F]{1,4}";
        StringBuilder forms = new StringBuilder("(?:" + group + ":){7}" + group);
        forms.append("|(?:").append(group).append(":){1,7}:");
        forms.append("|(?:").append(group).append(":){6}:[0-9a-fA-F]");
        for (int before = 1; before <= 5; before++) {
            forms.append("|(?:").append(group).append(":){1,").append(before).append("}(?::");
            forms.append(group).append("){1,").append(7 - before).append('}');
        }
        forms.append("|:(?:(?::").append(group).append("){1,7}|:)");
        String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        forms.append("|(?:").append(group).append(":){1,4}:").append(octet);
        forms.append("(?:\\.").append(octet).append("){3}");
        return Pattern.compile(forms.toString());
    }
}
