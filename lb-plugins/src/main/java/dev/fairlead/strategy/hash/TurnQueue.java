package dev.fairlead.strategy.hash;

import java.util.Arrays;

/**
 * Whose turn it is while a table is filled: in every round those that are due, in their order. The heaviest are due in
 * every round, an endpoint of a third of their weight in every third. A heap of (round, position) rather than a
 * look at everyone in every round: beside one weight of 1000, ten thousand of weight 1 would be looked at for thousands
 * of rounds in vain.
 */
final class TurnQueue {
    private static final int POSITION_BITS = 24;

    private final int[] weights;
    private final long heaviest;
    private final long[] turnsHad;
    private final long[] heap;

    TurnQueue(int[] weights) {
        this.weights = weights;
        this.heaviest = Arrays.stream(weights).max().orElse(1);
        this.turnsHad = new long[weights.length];
        this.heap = new long[weights.length];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = 1L << POSITION_BITS | i;
        }
    }

    /** Who is next; its following turn comes when it has earned it, and not twice in one round. */
    int next() {
        long first = heap[0];
        int position = (int) first & (1 << POSITION_BITS) - 1;
        long round = first >>> POSITION_BITS;
        long earned = (++turnsHad[position] * heaviest + weights[position] - 1) / weights[position];
        siftDown(Math.max(round + 1, earned) << POSITION_BITS | position);
        return position;
    }

    private void siftDown(long entry) {
        int hole = 0;
        int child = 1;
        while (child < heap.length) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (entry <= heap[child]) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
            child = 2 * hole + 1;
        }
        heap[hole] = entry;
    }
}
