package dev.fairlead.spi.testkit.simulation;

/**
 * The result of one strategy in one scenario.
 *
 * @param failed the share of requests that ended with an error or a timeout
 * @param median time of all requests in milliseconds, including failed ones
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param leastShare requests of the server that got the fewest, relative to its fair share by weight while it was
 *     present
 * @param mostShare the same for the server that got the most
 * @param fullest the most requests ever on one server
 * @param series what the scenario's chart shows, for each server by second
 */
public record Result(
        String label,
        int requests,
        double failed,
        double median,
        double p99,
        double p999,
        double leastShare,
        double mostShare,
        int fullest,
        Series series) {}
