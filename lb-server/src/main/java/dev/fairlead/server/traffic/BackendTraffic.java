package dev.fairlead.server.traffic;

/**
 * One backend in the last ten seconds.
 *
 * @param share of the attempts of its pool, from 0 to 1
 * @param attemptsPerSecond started attempts
 * @param latency from choosing it to the head of its answer
 */
public record BackendTraffic(double share, double attemptsPerSecond, Quantiles latency) {
    public static final BackendTraffic NONE = new BackendTraffic(0, 0, Quantiles.NONE);
}
