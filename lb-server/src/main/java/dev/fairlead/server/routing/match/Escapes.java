package dev.fairlead.server.routing.match;

/** Percent-escapes in paths. */
final class Escapes {

    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /** The byte that is escaped there; -1 if the percent sign is not followed by two hex digits. */
    static int at(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(percent + 1));
        int low = digit(text.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return c < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Letters, digits, and {@code - . _ ~}: an escape of these means the same as the character. */
    static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    static void append(StringBuilder out, int octet) {
        out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
    }

    /**
     * With unreserved characters decoded and the hex digits of all other escapes in upper case. What is no escape stays as
     * it is, and so does an escape that would complete one: {@code %%32e} must not become {@code %2e}.
     */
    static String normal(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int octet = c == '%' ? at(path, i) : -1;
            if (octet < 0) {
                out.append(c);
                continue;
            }
            if (isUnreserved(octet) && !(digit((char) octet) >= 0 && isBroken(out))) {
                out.append((char) octet);
            } else {
                append(out, octet);
            }
            i += 2;
        }
        return out.toString();
    }

    /** Whether it ends in the beginning of an escape: a percent sign, or one with a hex digit. */
    private static boolean isBroken(StringBuilder out) {
        int last = out.length() - 1;
        return (last >= 0 && out.charAt(last) == '%')
                || (last >= 1 && out.charAt(last - 1) == '%' && digit(out.charAt(last)) >= 0);
    }
}
