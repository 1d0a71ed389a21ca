package dev.fairlead.server.state.store.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** Writes bytes. Integers take as many bytes as they need; texts keep every Java character. */
public final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int length;

    public int length() {
        return length;
    }

    /** Forgets what was written behind this length. */
    public void cutTo(int formerLength) {
        length = formerLength;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** From a former length to the end. */
    public byte[] toBytes(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    public void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    public void bool(boolean value) {
        octet(value ? 1 : 0);
    }

    public void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, the low ones first; small numbers of either sign are short. */
    public void number(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    /** In UTF-16 unless it is ASCII: UTF-8 has no place for half a surrogate pair, which a JSON file may hold. */
    public void text(String value) {
        boolean ascii = value.chars().allMatch(c -> c < 0x80);
        byte[] encoded = ascii ? value.getBytes(StandardCharsets.US_ASCII) : utf16(value);
        unsigned((long) encoded.length << 1 | (ascii ? 0 : 1));
        raw(encoded);
    }

    /** By hand, since the JDK's encoder replaces half a pair. */
    private static byte[] utf16(String value) {
        byte[] encoded = new byte[value.length() * 2];
        for (int i = 0; i < value.length(); i++) {
            encoded[2 * i] = (byte) (value.charAt(i) >> 8);
            encoded[2 * i + 1] = (byte) value.charAt(i);
        }
        return encoded;
    }

    public void instant(Instant value) {
        number(value.getEpochSecond());
        number(value.getNano());
    }

    void texts(Map<String, String> values) {
        number(values.size());
        values.forEach((key, value) -> {
            text(key);
            text(value);
        });
    }

    <T> void list(Collection<T> values, Form<T> form) {
        number(values.size());
        values.forEach(value -> form.write(this, value));
    }

    /** Fields with their length before them. */
    public void record(Runnable fields) {
        int start = length;
        octet(0);
        fields.run();
        int size = length - start - 1;
        if (size < 0x80) {
            bytes[start] = (byte) size;
            return;
        }
        byte[] written = toBytes(start + 1);
        cutTo(start);
        unsigned(size);
        raw(written);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
