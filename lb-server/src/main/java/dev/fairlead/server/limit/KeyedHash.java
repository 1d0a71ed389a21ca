package dev.fairlead.server.limit;

/**
 * SipHash-2-4 with a secret key: nobody who does not know the key can find two texts with the same hash, or one with a
 * hash of his choice. Hashes a number followed by another, or by the UTF-16 code units of a text.
 */
final class KeyedHash {

    private final long k0;
    private final long k1;

    KeyedHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    long of(long first, long second) {
        return new Rounds(k0, k1).word(first).word(second).end(0, Long.BYTES * 2);
    }

    long of(long first, CharSequence text) {
        Rounds rounds = new Rounds(k0, k1).word(first);
        int whole = text.length() & ~3;
        for (int i = 0; i < whole; i += 4) {
            rounds.word(text.charAt(i)
                    | (long) text.charAt(i + 1) << 16
                    | (long) text.charAt(i + 2) << 32
                    | (long) text.charAt(i + 3) << 48);
        }
        long rest = 0;
        for (int i = whole; i < text.length(); i++) {
            rest |= (long) text.charAt(i) << (16 * (i - whole));
        }
        return rounds.end(rest, Long.BYTES + Character.BYTES * text.length());
    }

    /** The state of one hash; it never leaves the method that makes it, so that the compiler keeps it in registers. */
    private static final class Rounds {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Rounds(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        Rounds word(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
            return this;
        }

        long end(long rest, int bytes) {
            word(rest | (long) bytes << 56);
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
