package dev.fairlead.strategy.hash.key;

/**
 * XXH64, as its specification defines it (Collet, "xxHash fast digest algorithm"), over text. It is the hash under the
 * published values for rings and Maglev tables, and it reads the characters where they are, so nothing is allocated.
 *
 * <p>A character is taken as one byte; ASCII, and so nearly every address, header and path, hashes as its
 * bytes do. Of a character above 255 both halves are folded into one byte, which costs such text some collisions.
 */
public final class Xxh64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private Xxh64() {}

    public static long hash(CharSequence text) {
        return hash(text, 0, text.length(), 0);
    }

    public static long hash(CharSequence text, long seed) {
        return hash(text, 0, text.length(), seed);
    }

    public static long hash(CharSequence text, int from, int to, long seed) {
        int at = from;
        long hash;
        if (to - from >= 32) {
            int stripes = from + (to - from & ~31);
            hash = stripes(text, from, stripes, seed);
            at = stripes;
        } else {
            hash = seed + PRIME_5;
        }
        hash += to - from;
        for (; at + 8 <= to; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, eight(text, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= to) {
            hash = Long.rotateLeft(hash ^ four(text, at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < to; at++) {
            hash = Long.rotateLeft(hash ^ one(text, at) * PRIME_5, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    /** Hashes a number as its eight bytes, lowest first. */
    public static long hash(long number, long seed) {
        long hash = seed + PRIME_5 + 8;
        return avalanche(Long.rotateLeft(hash ^ round(0, number), 27) * PRIME_1 + PRIME_4);
    }

    private static long stripes(CharSequence text, int from, int to, long seed) {
        long a = seed + PRIME_1 + PRIME_2;
        long b = seed + PRIME_2;
        long c = seed;
        long d = seed - PRIME_1;
        for (int at = from; at < to; at += 32) {
            a = round(a, eight(text, at));
            b = round(b, eight(text, at + 8));
            c = round(c, eight(text, at + 16));
            d = round(d, eight(text, at + 24));
        }
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        hash = merge(hash, a);
        hash = merge(hash, b);
        hash = merge(hash, c);
        return merge(hash, d);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    /** Spreads each bit over all; also a cheap way to make one hash out of two that were put together. */
    public static long avalanche(long bits) {
        long hash = (bits ^ bits >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long eight(CharSequence text, int at) {
        return four(text, at) | four(text, at + 4) << 32;
    }

    private static long four(CharSequence text, int at) {
        return one(text, at) | one(text, at + 1) << 8 | one(text, at + 2) << 16 | one(text, at + 3) << 24;
    }

    private static long one(CharSequence text, int at) {
        char character = text.charAt(at);
        return (character ^ character >>> 8) & 0xff;
    }
}
