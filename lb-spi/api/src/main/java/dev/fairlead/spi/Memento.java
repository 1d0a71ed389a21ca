package dev.fairlead.spi;

import java.util.Arrays;

/**
 * What a strategy hands over to its successor: bytes in a named format. Bytes, because the successor may come from
 * another class loader, and an object would keep the old class loader alive. A memento is kept in memory only and
 * should be small: the host ignores one larger than a megabyte.
 */
public final class Memento {
    private final String format;
    private final byte[] bytes;

    /** @param format names the layout of the bytes and its version, for example {@code peak_ewma/1} */
    public Memento(String format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes.clone();
    }

    public String format() {
        return format;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Memento that && format.equals(that.format) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * format.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return format + " (" + bytes.length + " bytes)";
    }
}
