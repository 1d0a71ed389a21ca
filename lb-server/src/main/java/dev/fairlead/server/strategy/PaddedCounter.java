package dev.fairlead.server.strategy;

/**
 * A field that a thread writes constantly, with padding: 128 bytes on both sides, because processors fetch cache lines
 * in pairs, and adjacent writes would make each of them wait. The JVM lays out the fields of a class before those of
 * its subclasses; no other order is guaranteed.
 */
abstract class PaddedCounter {

    /** Before. */
    abstract static class Before {
        long left0, left1, left2, left3, left4, left5, left6, left7;
        long left8, left9, left10, left11, left12, left13, left14, left15;
    }

    /** The thread's own. */
    abstract static class Value extends Before {
        long turn;
        long start;
        boolean timing;
    }

    /** Behind. */
    abstract static class After extends Value {
        long right0, right1, right2, right3, right4, right5, right6, right7;
        long right8, right9, right10, right11, right12, right13, right14, right15;
    }

    private PaddedCounter() {}
}
