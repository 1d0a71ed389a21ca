package dev.fairlead.server.state.store.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads what {@link ByteWriter} wrote, without trusting it: every length is checked against the available bytes. */
public final class ByteReader {
    private final byte[] bytes;
    private int position;
    private int limit;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.limit = to;
    }

    /** Whether this record, or all of it, goes on. */
    public boolean more() {
        return position < limit;
    }

    public int position() {
        return position;
    }

    /** What has been read since a former position. */
    public byte[] since(int formerPosition) {
        return Arrays.copyOfRange(bytes, formerPosition, position);
    }

    public boolean bool() {
        int value = octet();
        if (value > 1) {
            throw new UnreadableBytes("has " + value + " at byte " + (position - 1) + ", expected 0 or 1");
        }
        return value == 1;
    }

    public int octet() {
        need(1);
        return bytes[position++] & 0xff;
    }

    public long number() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new UnreadableBytes("has an endless number before byte " + position);
    }

    public String text() {
        long tag = unsigned();
        int length = need(tag >>> 1);
        int start = position;
        position += length;
        return (tag & 1) == 0 ? new String(bytes, start, length, StandardCharsets.US_ASCII) : utf16(start, length);
    }

    private String utf16(int start, int length) {
        char[] chars = new char[length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (bytes[start + 2 * i] << 8 | bytes[start + 2 * i + 1] & 0xff);
        }
        return new String(chars);
    }

    byte[] raw(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public Instant instant() {
        try {
            return Instant.ofEpochSecond(number(), number());
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableBytes("has no point in time before byte " + position, e);
        }
    }

    Map<String, String> texts() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = size(); i > 0; i--) {
            values.put(text(), text());
        }
        return values;
    }

    <T> List<T> list(Form<T> form) {
        List<T> values = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            values.add(form.read(this));
        }
        return values;
    }

    private int size() {
        long count = number();
        return need(count);
    }

    /** The fields of one record. What they leave unread was written by somebody who knows more fields. */
    public <T> T record(Supplier<T> fields) {
        int length = need(unsigned());
        int outer = limit;
        limit = position + length;
        T value = valid(fields);
        if (more()) {
            throw new UnreadableBytes(
                    "has more than this version knows, before byte " + limit + ": it was written by a newer Fairlead");
        }
        limit = outer;
        return value;
    }

    /** The same of settings: one that this version does not know has no effect in it. */
    <T> T settings(Supplier<T> known) {
        return record(() -> {
            T value = valid(known);
            position = limit;
            return value;
        });
    }

    /** A record that this version may not accept: then the next one is read on behind it. */
    <T> Part<T> part(Form<T> record) {
        int start = position;
        int outer = limit;
        try {
            return Part.of(record.read(this));
        } catch (NotAccepted refused) {
            limit = outer;
            position = start;
            int length = need(unsigned());
            position += length;
            return new Part<>(null, refused);
        }
    }

    /** The text with which the next record begins, which is its name. */
    String nameOfRecord() {
        int start = position;
        need(unsigned());
        String name = text();
        position = start;
        return name;
    }

    private <T> T valid(Supplier<T> fields) {
        try {
            return fields.get();
        } catch (IllegalArgumentException e) {
            throw new NotAccepted(
                    "has a setting before byte " + position + " that this version does not accept: " + e.getMessage(),
                    e);
        }
    }

    private int need(long length) {
        if (length < 0 || length > limit - position) {
            throw new UnreadableBytes("ends in the middle of a value at byte " + position);
        }
        return (int) length;
    }
}
