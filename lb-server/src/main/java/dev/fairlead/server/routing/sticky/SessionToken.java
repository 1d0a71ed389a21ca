package dev.fairlead.server.routing.sticky;

/**
 * A session value that has been verified.
 *
 * @param backend the keyed hash of the id
 * @param expiry in seconds since 1970; 0 for none
 * @param secret the number of the one that signed it
 */
record SessionToken(String pool, String text, long backend, long expiry, int secret) {

    /** Seconds by which the clocks of two load balancers may differ before they rewrite each other's values. */
    private static final long CLOCKS_DIFFER = 60;

    /** Whether it is this very value; takes the same time for every text of its length. */
    boolean is(String otherPool, String header, int from, int to) {
        if (to - from != text.length() || !pool.equals(otherPool)) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < text.length(); i++) {
            different |= text.charAt(i) ^ header.charAt(from + i);
        }
        return different == 0;
    }

    boolean isOver(long now) {
        return expiry != 0 && expiry <= now;
    }

    /**
     * Whether a fresh value should take its place, though it is good: half of its time is over, the operator wants
     * another time, or an old secret signed it.
     *
     * @param ttl in seconds; 0 for none
     */
    boolean isWorn(long ttl, long now) {
        if (secret > 0) {
            return true;
        }
        if (ttl == 0 || expiry == 0) {
            return ttl != expiry;
        }
        long left = expiry - now;
        return left <= ttl / 2 || left > ttl + CLOCKS_DIFFER;
    }

    @Override
    public String toString() {
        return "a session of " + pool;
    }
}
