package dev.fairlead.server.proxy.headers;

import java.nio.charset.StandardCharsets;

/** Bytes of a head, read as text where they lie, so that the rules about names judge them without a copy. Used again and again. */
public final class HeadText implements CharSequence {

    private byte[] bytes = {};
    private int offset;
    private int length;

    /** Valid until the next call, and as long as the bytes are. */
    public HeadText at(byte[] from, int start, int count) {
        bytes = from;
        offset = start;
        length = count;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (bytes[offset + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new HeadText().at(bytes, offset + start, end - start);
    }

    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
