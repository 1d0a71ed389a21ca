package dev.fairlead.server.proxy.headers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of some names of fields, whatever their case. A look-up allocates nothing and copies nothing. */
final class NameTable<V> {

    /** At the most one slot of four is taken. */
    private static final int SPARSE = 4;

    private final @Nullable Known<V>[] slots;
    private final int mask;

    private record Known<V>(String name, V value) {}

    NameTable(Map<String, V> known) {
        int size = Integer.highestOneBit(Math.max(1, known.size())) * 2 * SPARSE;
        slots = slots(size);
        mask = size - 1;
        known.forEach((name, value) -> {
            int slot = slot(hash(name));
            while (slots[slot] != null) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = new Known<>(name, value);
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <V> @Nullable Known<V>[] slots(int size) {
        return new Known[size];
    }

    @Nullable
    V get(CharSequence name) {
        return get(name, hash(name));
    }

    /** @param hash what {@link #next} has made of all its characters, from 0 on */
    @Nullable
    V get(CharSequence name, int hash) {
        int slot = slot(hash);
        for (Known<V> found = slots[slot]; found != null; found = slots[slot]) {
            if (same(found.name, name)) {
                return found.value;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 12) & mask;
    }

    private static int hash(CharSequence name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = next(hash, name.charAt(i));
        }
        return hash;
    }

    /** Letters differ from their capitals in one bit; that other characters then collide does no harm. */
    static int next(int hash, char c) {
        return hash * 31 + (c | 0x20);
    }

    static boolean same(String known, CharSequence name) {
        return known.length() == name.length() && startsWith(name, known);
    }

    /** Whatever the case. */
    static boolean startsWith(CharSequence name, String prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (lower(name.charAt(i)) != lower(prefix.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(char c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
