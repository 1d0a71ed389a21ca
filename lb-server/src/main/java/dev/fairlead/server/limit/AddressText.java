package dev.fairlead.server.limit;

/**
 * Reads addresses from text without making objects. An IPv6 address is two halves; an IPv4-mapped one is the IPv4
 * address that it stands for.
 */
final class AddressText {

    /** No address; both halves are, where the text is none. The address of all ones is a group's, and never a client's. */
    static final long NONE = -1;

    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int GROUPS = 8;

    private AddressText() {}

    static boolean isAddress(String text) {
        return ipv4(text) != NONE || high(text) != NONE || low(text) != NONE;
    }

    /** The 32 bits of an IPv4 address. */
    static long ipv4(String text) {
        if (text.indexOf(':') < 0) {
            return quad(text, 0, text.length());
        }
        long low = low(text);
        return low != NONE && (low & ~0xffff_ffffL) == MAPPED && high(text) == 0 ? low & 0xffff_ffffL : NONE;
    }

    /** The network of an IPv6 address: its first 64 bits. */
    static long high(String text) {
        return half(text, true);
    }

    /** The last 64 bits of an IPv6 address. */
    static long low(String text) {
        return half(text, false);
    }

    private static long half(String text, boolean high) {
        int zone = text.indexOf('%');
        int end = zone < 0 ? text.length() : zone;
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, 0, end, true) == GROUPS ? part(text, 0, end, high, GROUPS) : NONE;
        }
        int before = groups(text, 0, gap, false);
        int after = groups(text, gap + 2, end, true);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return NONE;
        }
        return part(text, 0, gap, high, GROUPS) | part(text, gap + 2, end, high, after);
    }

    /**
     * How many groups of 16 bits there are between two places; negative if it is something else.
     *
     * @param last whether the address ends there, and so may end like one of IPv4
     */
    private static int groups(String text, int from, int to, boolean last) {
        int count = 0;
        int at = from;
        while (at < to) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 || colon >= to ? to : colon;
            if (hex(text, at, end) >= 0) {
                count++;
            } else if (last && end == to && quad(text, at, end) != NONE) {
                count += 2;
            } else {
                return -1;
            }
            at = end + 1;
            if (at == to) {
                return -1; // a colon at the end
            }
        }
        return count;
    }

    /**
     * One half of the address, of which this text gives some groups.
     *
     * @param groups from the first of them to the end of the address
     */
    private static long part(String text, int from, int to, boolean high, int groups) {
        long half = 0;
        int left = groups;
        int at = from;
        while (at < to) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 || colon >= to ? to : colon;
            long value = hex(text, at, end);
            int width = 1;
            if (value < 0) {
                value = quad(text, at, end);
                width = 2;
            }
            left -= width;
            half |= placed(value, left, width, high);
            at = end + 1;
        }
        return half;
    }

    /** @param after groups after it */
    private static long placed(long value, int after, int width, boolean high) {
        if (width == 2) {
            return placed(value >>> 16, after + 1, 1, high) | placed(value & 0xffff, after, 1, high);
        }
        int inHalf = high ? after - GROUPS / 2 : after;
        return inHalf >= 0 && inHalf < GROUPS / 2 ? value << (16 * inHalf) : 0;
    }

    private static long hex(String text, int from, int to) {
        if (to - from < 1 || to - from > 4) {
            return NONE;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i); // other scripts have digits, too
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return NONE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static long quad(String text, int from, int to) {
        long value = 0;
        int parts = 0;
        int at = from;
        while (parts < 4) {
            int part = 0;
            int digits = 0;
            while (at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9' && digits < 3) {
                part = part * 10 + text.charAt(at++) - '0';
                digits++;
            }
            if (digits == 0 || part > 255) {
                return NONE;
            }
            value = value << 8 | part;
            if (++parts < 4 && (at == to || text.charAt(at++) != '.')) {
                return NONE;
            }
        }
        return at == to ? value : NONE;
    }
}
