package dev.fairlead.server.upstream.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the bytes of a head and writes them to the socket. One thread at a time; reused for one head after the
 * other.
 */
public final class HeadBuffer {

    /** A buffer that one unusual head has blown up beyond this is not kept. */
    private static final int KEPT = 32 * 1024;

    private static final int LONGEST_DECIMAL = 19;

    private final int initial;
    private byte[] bytes;
    private ByteBuffer view;
    private int size;

    public HeadBuffer(int initial) {
        this.initial = initial;
        this.bytes = new byte[initial];
        this.view = ByteBuffer.wrap(bytes);
        view.limit(0);
    }

    /** Appends characters up to U+00FF, a byte each; a character beyond would silently become another one. */
    public HeadBuffer ascii(String text) {
        int length = text.length();
        reserve(length);
        byte[] to = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                throw new IllegalArgumentException("character " + (int) c + " cannot stand in a head: " + text);
            }
            to[at + i] = (byte) c;
        }
        size = at + length;
        return this;
    }

    public HeadBuffer bytes(byte[] from) {
        return bytes(from, 0, from.length);
    }

    public HeadBuffer bytes(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return this;
    }

    public HeadBuffer octet(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public HeadBuffer decimal(long value) {
        return number(value, 10);
    }

    public HeadBuffer hex(long value) {
        return number(value, 16);
    }

    public HeadBuffer crlf() {
        reserve(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
        return this;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[initial];
            view = ByteBuffer.wrap(bytes);
        }
        view.position(0).limit(0);
    }

    /** What is not consumed yet; consuming it counts, appending keeps the position. Always the same object until it grows. */
    public ByteBuffer view() {
        return view.limit(size);
    }

    private HeadBuffer number(long value, int radix) {
        if (value < 0) {
            throw new IllegalArgumentException("a length cannot be negative: " + value);
        }
        reserve(LONGEST_DECIMAL);
        int digits = 1;
        for (long rest = value; rest >= radix; rest /= radix) {
            digits++;
        }
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) Character.forDigit((int) (rest % radix), radix);
            rest /= radix;
        }
        size += digits;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
            int consumed = view.position();
            view = ByteBuffer.wrap(bytes);
            view.limit(size).position(consumed);
        }
    }
}
