package dev.fairlead.server.routing.sticky;

import java.util.random.RandomGenerator;

/**
 * SipHash-2-4 over the UTF-16 of a text: 64 bits that nobody can predict, collide or turn back without the key. It costs a
 * few nanoseconds, where an HMAC costs a microsecond.
 */
final class SipHash {
    private final long k0;
    private final long k1;

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    static SipHash random(RandomGenerator random) {
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /** Never 0. */
    long name(String text) {
        return name(text, 0, text.length());
    }

    /** Never 0. */
    long name(String text, int from, int to) {
        long hash = hash(k0, k1, text, from, to);
        return hash == 0 ? 1 : hash;
    }

    /** A hash of the same text that is another for each scope. */
    SipHash within(String scope) {
        return new SipHash(name("0 " + scope), name("1 " + scope));
    }

    static long hash(long k0, long k1, String text, int from, int to) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        long word = 0;
        int filled = 0;
        int end = to + 1;
        for (int i = from; i < end; i++) {
            boolean last = i == to;
            if (last) {
                word |= (2L * (to - from)) << 56;
                filled = 64;
            } else {
                word |= (long) text.charAt(i) << filled;
                filled += 16;
            }
            if (filled == 64) {
                v3 ^= word;
                for (int round = 0; round < 2; round++) {
                    v0 += v1;
                    v2 += v3;
                    v1 = Long.rotateLeft(v1, 13) ^ v0;
                    v3 = Long.rotateLeft(v3, 16) ^ v2;
                    v0 = Long.rotateLeft(v0, 32);
                    v2 += v1;
                    v0 += v3;
                    v1 = Long.rotateLeft(v1, 17) ^ v2;
                    v3 = Long.rotateLeft(v3, 21) ^ v0;
                    v2 = Long.rotateLeft(v2, 32);
                }
                v0 ^= word;
                word = 0;
                filled = 0;
            }
        }
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
