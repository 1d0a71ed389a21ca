package dev.fairlead.server.upstream.http1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A view of a head's bytes in place. One per connection, refilled for each response. */
public final class ParsedHead implements ResponseHead {

    final FieldIndex fields = new FieldIndex();
    private byte[] bytes = new byte[0];
    private int base;
    private int status;
    private boolean http11;
    private int reasonAt;
    private int reasonLength;
    private BodyFraming framing = BodyFraming.NONE;
    private boolean upgraded;

    void status(int status, boolean http11, int reasonAt, int reasonLength) {
        this.status = status;
        this.http11 = http11;
        this.reasonAt = reasonAt;
        this.reasonLength = reasonLength;
    }

    void at(byte[] bytes, int base) {
        this.bytes = bytes;
        this.base = base;
    }

    void framing(BodyFraming framing, boolean upgraded) {
        this.framing = framing;
        this.upgraded = upgraded;
    }

    public boolean interim() {
        return status < 200 && status != 101;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String reason() {
        return text(reasonAt, reasonLength);
    }

    @Override
    public boolean http11() {
        return http11;
    }

    @Override
    public void forEach(HeaderVisitor visitor) {
        for (int i = 0; i < fields.size(); i++) {
            visitor.header(
                    bytes,
                    base + fields.nameAt(i),
                    fields.nameLength(i),
                    base + fields.valueAt(i),
                    fields.valueLength(i));
        }
    }

    @Override
    public @Nullable String header(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (named(i, name)) {
                return text(fields.valueAt(i), fields.valueLength(i));
            }
        }
        return null;
    }

    @Override
    public BodyFraming framing() {
        return framing;
    }

    @Override
    public boolean upgraded() {
        return upgraded;
    }

    boolean named(int field, String name) {
        return fields.nameLength(field) == name.length() && same(base + fields.nameAt(field), name.length(), name);
    }

    boolean valued(int field, String value) {
        return fields.valueLength(field) == value.length() && same(base + fields.valueAt(field), value.length(), value);
    }

    /** Whether the value is a list that holds that token. */
    boolean lists(int field, String token) {
        int at = base + fields.valueAt(field);
        int end = at + fields.valueLength(field);
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = at;
            int to = comma;
            while (from < to && bytes[from] <= ' ') {
                from++;
            }
            while (to > from && bytes[to - 1] <= ' ') {
                to--;
            }
            if (same(from, to - from, token)) {
                return true;
            }
            at = comma + 1;
        }
        return false;
    }

    /** A length of 1 to 18 digits, which cannot overflow; −1 if it is anything else. */
    long decimal(int field) {
        int length = fields.valueLength(field);
        if (length == 0 || length > 18) {
            return -1;
        }
        long value = 0;
        for (int i = base + fields.valueAt(field), end = i + length; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private boolean same(int at, int length, String text) {
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte octet = bytes[at + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            char c = text.charAt(i);
            if (lower != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
                return false;
            }
        }
        return true;
    }

    private String text(int at, int length) {
        return new String(bytes, base + at, length, StandardCharsets.ISO_8859_1);
    }
}
