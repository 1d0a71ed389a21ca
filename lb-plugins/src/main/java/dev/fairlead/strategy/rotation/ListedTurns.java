package dev.fairlead.strategy.rotation;

/** Turns as an explicit list. */
final class ListedTurns implements Turns {
    private final int[] turns;

    private ListedTurns(int[] turns) {
        this.turns = turns;
    }

    /** One turn for each endpoint, in declared order. */
    static ListedTurns once(int endpoints) {
        int[] turns = new int[endpoints];
        for (int i = 0; i < endpoints; i++) {
            turns[i] = i;
        }
        return new ListedTurns(turns);
    }

    /**
     * Smooth weighted turns, as nginx introduced them in 2012: at every turn each endpoint earns its weight, and the
     * richest (the first of equals) gets the turn and pays the sum of all weights. 5:1:1 is {@code a a b a c a a}. The
     * cost is turns × endpoints, so this is for small tables; {@link StridingTurns} is for the others.
     */
    static ListedTurns smooth(int[] weights, int total) {
        int[] turns = new int[total];
        int[] purse = new int[weights.length];
        for (int turn = 0; turn < total; turn++) {
            int richest = 0;
            for (int i = 0; i < weights.length; i++) {
                purse[i] += weights[i];
                if (purse[i] > purse[richest]) {
                    richest = i;
                }
            }
            purse[richest] -= total;
            turns[turn] = richest;
        }
        return new ListedTurns(turns);
    }

    @Override
    public long length() {
        return turns.length;
    }

    @Override
    public int at(long turn) {
        return turns[(int) turn];
    }
}
