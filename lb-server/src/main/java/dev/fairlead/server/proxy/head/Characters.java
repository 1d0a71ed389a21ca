package dev.fairlead.server.proxy.head;

/** The characters allowed in each part of a head. */
final class Characters {

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = '!'; c <= '~'; c++) {
            TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }

    private Characters() {}

    /** Of methods and names. */
    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    /** Of values: all but control characters. */
    static boolean isText(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
    }

    /**
     * Of targets: more than RFC 3986 has, since browsers send some as they are. Not {@code #}, behind which nothing is the
     * server's business, and nothing that has no one meaning: bytes above 127.
     */
    static boolean isTarget(byte b) {
        return b > ' ' && b < 0x7f && b != '#';
    }
}
