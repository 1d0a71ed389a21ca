package dev.fairlead.spi.testkit.simulation;

/** A number for each server and second. */
public final class Series {
    private final int[][] values;

    Series(int servers, int seconds) {
        values = new int[servers][seconds];
    }

    void add(int server, int second, int amount) {
        values[server][second] += amount;
    }

    /** The values of one server by second. */
    public int[] of(int server) {
        return values[server].clone();
    }

    /** The minimum over all servers in each second. */
    public int[] least() {
        int[] least = of(0);
        for (int[] server : values) {
            for (int second = 0; second < least.length; second++) {
                least[second] = Math.min(least[second], server[second]);
            }
        }
        return least;
    }

    /** The maximum over all servers in each second. */
    public int[] most() {
        int[] most = of(0);
        for (int[] server : values) {
            for (int second = 0; second < most.length; second++) {
                most[second] = Math.max(most[second], server[second]);
            }
        }
        return most;
    }
}
