package dev.fairlead.strategy.hash;

import java.math.BigInteger;

/** Table sizes for which every stride visits all slots. */
final class Primes {
    private Primes() {}

    static boolean contains(int number) {
        return BigInteger.valueOf(number).isProbablePrime(50);
    }

    /** The smallest prime that is not less than a number. */
    static int from(int number) {
        return contains(number)
                ? number
                : BigInteger.valueOf(number).nextProbablePrime().intValueExact();
    }
}
