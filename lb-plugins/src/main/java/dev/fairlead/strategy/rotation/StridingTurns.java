package dev.fairlead.strategy.rotation;

/**
 * Weighted turns that are computed instead of listed, for tables so large that building a list would take seconds.
 *
 * <p>Endpoints lie side by side on a circle, each as long as its weight. Every turn advances by the golden section of
 * the circle, rounded to a length that is coprime to it. So each round visits each point once, the shares are exact,
 * and by the three-gap theorem (Sós 1958) the visits to any endpoint are spread evenly, with at most three different
 * gaps between them.
 */
final class StridingTurns implements Turns {
    private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

    private final long circle;
    private final long stride;
    /** Where each endpoint ends on the circle, ascending. */
    private final long[] ends;
    /** Divides the circle into as many equal arcs as there are endpoints; for each, the endpoint at its beginning. */
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

    /** With the guide, fewer than two steps remain on average, whatever the weights. */
    private int owner(long point) {
        int owner = guide[(int) (point * guide.length / circle)];
        while (ends[owner] <= point) {
            owner++;
        }
        return owner;
    }
}
