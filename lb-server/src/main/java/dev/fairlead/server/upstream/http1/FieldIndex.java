package dev.fairlead.server.upstream.http1;

import java.util.Arrays;

/**
 * The positions of the names and values of header fields, relative to the start of their head. Reused from head to
 * head.
 */
final class FieldIndex {

    static final int MAX = 256;
    private static final int SLOTS = 4;

    private int[] slots = new int[24 * SLOTS];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(int nameAt, int nameLength, int valueAt, int valueLength) throws MalformedResponse {
        if (size == MAX) {
            throw MalformedResponse.tooLarge("more than " + MAX + " header fields");
        }
        int at = size * SLOTS;
        if (at == slots.length) {
            slots = Arrays.copyOf(slots, at * 2);
        }
        slots[at] = nameAt;
        slots[at + 1] = nameLength;
        slots[at + 2] = valueAt;
        slots[at + 3] = valueLength;
        size++;
    }

    int nameAt(int field) {
        return slots[field * SLOTS];
    }

    int nameLength(int field) {
        return slots[field * SLOTS + 1];
    }

    int valueAt(int field) {
        return slots[field * SLOTS + 2];
    }

    int valueLength(int field) {
        return slots[field * SLOTS + 3];
    }
}
