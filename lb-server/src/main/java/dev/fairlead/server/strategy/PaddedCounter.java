package dev.fairlead.server.strategy;

/**
 * What a thread writes all the time, with nothing beside it: 128 bytes on both sides, since processors fetch cache lines
 * in pairs, and a neighbour's writes would make each of them wait. The JVM lays out the fields of a class before those of
 * its subclasses, and in no other order that one can rely on.
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
