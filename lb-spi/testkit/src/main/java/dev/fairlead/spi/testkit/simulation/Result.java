package dev.fairlead.spi.testkit.simulation;

/**
 * What came of one strategy in one scenario.
 *
 * @param failed the part of all requests that ended in an error or a timeout
 * @param median of the time that all requests took, in milliseconds; failed ones too
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param leastShare of the server that was treated worst: its requests, in parts of what its weight made due to it while it
 *     was there
 * @param mostShare the same, of the server that was treated best
 * @param fullest the most requests that were ever at one server
 * @param series of each server, by second, what the scenario's chart shows
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
