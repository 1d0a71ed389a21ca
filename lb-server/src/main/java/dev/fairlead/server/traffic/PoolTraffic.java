package dev.fairlead.server.traffic;

/**
 * One pool in the last ten seconds.
 *
 * @param requestsPerSecond finished requests
 * @param latency from the first byte of a request to the last byte of its answer
 */
public record PoolTraffic(double requestsPerSecond, Quantiles latency) {
    public static final PoolTraffic NONE = new PoolTraffic(0, Quantiles.NONE);
}
