package dev.fairlead.server.routing.match;

import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What is known of some texts, looked up by a part of a text without copying that part. */
final class RegionTable<V> {

    /** At the most one slot of four is taken. */
    private static final int SPARSE = 4;

    private final @Nullable Known<V>[] slots;
    private final boolean anyCase;

    private record Known<V>(String text, V value) {}

    /**
     * @param known if case does not matter, in lower case
     * @param hash of all characters of a text, as look-ups compute it for a part
     */
    RegionTable(Map<String, V> known, ToIntFunction<String> hash, boolean anyCase) {
        this.anyCase = anyCase;
        slots = slots(Integer.highestOneBit(Math.max(1, known.size())) * 2 * SPARSE);
        known.forEach((text, value) -> {
            int slot = slot(hash.applyAsInt(text));
            while (slots[slot] != null) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = new Known<>(text, value);
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <V> @Nullable Known<V>[] slots(int size) {
        return new Known[size];
    }

    @Nullable
    V get(String text, int from, int end, int hash) {
        int slot = slot(hash);
        for (Known<V> found = slots[slot]; found != null; found = slots[slot]) {
            if (found.text.length() == end - from
                    && text.regionMatches(anyCase, from, found.text, 0, found.text.length())) {
                return found.value;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & (slots.length - 1);
    }

    static int next(int hash, char c) {
        return hash * 31 + c;
    }
}
