package dev.fairlead.server.proxy.head;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects bytes until they form a word. */
final class Octets {

    private static final int USUAL = 128;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;

    void add(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(USUAL, 2 * length));
        }
        bytes[length] = b;
        length++;
    }

    int length() {
        return length;
    }

    /** A character for each byte; empties it. */
    String take() {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        clear();
        return text;
    }

    /** What was large is let go, for a connection may be idle for long. */
    void clear() {
        length = 0;
        if (bytes.length > USUAL) {
            bytes = NONE;
        }
    }
}
