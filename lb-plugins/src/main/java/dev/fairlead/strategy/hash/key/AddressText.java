package dev.fairlead.strategy.hash.key;

/** Reads addresses from text without allocating. Lenient: the host made the text, and any number is a key. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The 32 bits of a dotted address, or -1 if the text is none. */
    static long ipv4(String text) {
        long bits = 0;
        int part = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                bits = bits << 8 | part & 0xff;
                part = 0;
                dots++;
            } else if (c >= '0' && c <= '9') {
                part = part * 10 + (c - '0');
            } else {
                return -1;
            }
        }
        return dots == 3 ? bits << 8 | part & 0xff : -1;
    }

    /** The upper (0) or lower (1) 64 bits of a colon-separated address; a zone behind {@code %} is left out. */
    static long ipv6Half(String text, int half) {
        int end = text.indexOf('%') < 0 ? text.length() : text.indexOf('%');
        int gap = text.indexOf("::");
        int groupsBehindGap = gap < 0 ? 0 : groups(text, gap + 2, end);
        long bits = 0;
        for (int group = half * 4; group < half * 4 + 4; group++) {
            bits = bits << 16 | group(text, end, gap, groupsBehindGap, group);
        }
        return bits;
    }

    private static long group(String text, int end, int gap, int groupsBehindGap, int group) {
        if (gap < 0) {
            return nth(text, 0, end, group);
        }
        int behind = group - (GROUPS - groupsBehindGap);
        return behind >= 0 ? nth(text, gap + 2, end, behind) : nth(text, 0, gap, group);
    }

    private static int groups(String text, int from, int to) {
        int groups = from < to ? 1 : 0;
        for (int i = from; i < to; i++) {
            groups += text.charAt(i) == ':' ? 1 : 0;
        }
        return groups;
    }

    /** The value of the n-th group of a part of the text, 0 if there are fewer. */
    private static long nth(String text, int from, int to, int n) {
        int at = 0;
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                if (at++ == n) {
                    return value;
                }
                value = 0;
            } else {
                value = value << 4 & 0xffff | Math.max(0, Character.digit(c, 16));
            }
        }
        return at == n ? value : 0;
    }
}
