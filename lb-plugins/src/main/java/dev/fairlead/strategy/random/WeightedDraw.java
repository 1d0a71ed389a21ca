package dev.fairlead.strategy.random;

import dev.fairlead.spi.EndpointPool;

/**
 * Draws an endpoint with a probability in proportion to its weight, in constant time: Walker's alias method (1977) with
 * Vose's way to build the table (1991). Each column holds an endpoint and the alias that fills the column up.
 */
public final class WeightedDraw {
    private static final long COLUMN = 1L << 32;

    /** For each column, the part that belongs to the endpoint itself, in units of 2^-32. */
    private final long[] own;

    private final int[] alias;

    public WeightedDraw(EndpointPool pool) {
        int size = pool.size();
        own = new long[size];
        alias = new int[size];
        double[] height = heights(pool);
        int[] stack = new int[size];
        int low = 0;
        int high = size;
        for (int i = 0; i < size; i++) {
            alias[i] = i;
            if (height[i] < 1) {
                stack[low++] = i;
            } else {
                stack[--high] = i;
            }
        }
        // low ones are a stack at the bottom, high ones a stack at the top; together they never exceed the array
        while (low > 0 && high < size) {
            int poor = stack[--low];
            int rich = stack[high];
            own[poor] = (long) (height[poor] * COLUMN);
            alias[poor] = rich;
            height[rich] -= 1 - height[poor];
            if (height[rich] < 1) {
                high++;
                stack[low++] = rich;
            }
        }
        // the remaining columns are full except for rounding
        while (low > 0) {
            own[stack[--low]] = COLUMN;
        }
        while (high < size) {
            own[stack[high++]] = COLUMN;
        }
    }

    private static double[] heights(EndpointPool pool) {
        double[] height = new double[pool.size()];
        long total = 0;
        for (int i = 0; i < height.length; i++) {
            height[i] = pool.endpoint(i).weight();
            total += pool.endpoint(i).weight();
        }
        for (int i = 0; i < height.length; i++) {
            height[i] *= (double) height.length / total;
        }
        return height;
    }

    /**
     * The index of an endpoint.
     *
     * @param bits 64 random bits, or a good hash: the upper half chooses the column, the lower half the part of it
     */
    public int index(long bits) {
        int column = (int) (((bits >>> 32) * own.length) >>> 32);
        return (bits & (COLUMN - 1)) < own[column] ? column : alias[column];
    }
}
