package dev.fairlead.strategy.hash.key;

import dev.fairlead.spi.RequestView;

/** Which requests belong together: those with the same number. Called from all threads; allocates nothing. */
@FunctionalInterface
public interface Key {
    /** Never 0, which would say that the request does not matter. */
    long of(RequestView request);

    /** A hash that may be 0, as a key that may not. */
    static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
