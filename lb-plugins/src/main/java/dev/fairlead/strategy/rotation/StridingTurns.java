package dev.fairlead.strategy.rotation;

/**
 * Weighted turns that need not be written out, for tables so large that a list of turns would take seconds to make.
 *
 * <p>Endpoints lie side by side on a circle, each as long as its weight. Every turn strides the golden section of the
 * circle, rounded to a length that has no divisor in common with it: so each round visits each point once, the shares
 * are exact, and by the three-gap theorem (Sós 1958) the visits to any one endpoint are spread evenly, with at most three
 * different gaps between them.
 */
final class StridingTurns implements Turns {
    private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

    private final long circle;
    private final long stride;
    /** Where each endpoint ends on the circle, ascending. */
    private final long[] ends;
    /** For each of as many equal arcs as there are endpoints, the endpoint at the arc's beginning. */
    private final int[] guide;

    StridingTurns(int[] weights) {
        ends = new long[weights.length];
        long end = 0;
        for (int i = 0; i < weights.length; i++) {
            end += weights[i];
            ends[i] = end;
        }
        circle = end;
        stride = strideOn(circle);
        guide = guide(ends, circle);
    }

    private static long strideOn(long circle) {
        long stride = Math.max(1, Math.round(circle * GOLDEN_SECTION));
        while (Weights.commonDivisor(stride, circle) != 1) {
            stride++;
        }
        return stride % circle;
    }

    private static int[] guide(long[] ends, long circle) {
        int[] guide = new int[ends.length];
        int owner = 0;
        for (int arc = 0; arc < guide.length; arc++) {
            long begin = circle * arc / guide.length;
            while (ends[owner] <= begin) {
                owner++;
            }
            guide[arc] = owner;
        }
        return guide;
    }

    @Override
    public long length() {
        return circle;
    }

    @Override
    public int at(long turn) {
        // both factors are below 2^24 (10,000 endpoints of weight 1000), so the product cannot overflow
        return owner(turn * stride % circle);
    }

    /** The guide leaves fewer than two steps to go on average, whatever the weights are. */
    private int owner(long point) {
        int owner = guide[(int) (point * guide.length / circle)];
        while (ends[owner] <= point) {
            owner++;
        }
        return owner;
    }
}
