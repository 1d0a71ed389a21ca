package dev.fairlead.server.health;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;

/**
 * What is wanted of a backend, as far as it matters to its watch.
 *
 * @param serves whether its operator lets it take new requests
 * @param maxPercent of its pool, how much may be out because of what traffic saw
 */
public record WatchTerms(HealthPolicy probes, boolean serves, int maxPercent) {
    public static WatchTerms of(Pool pool, Backend backend) {
        return new WatchTerms(
                pool.health(),
                backend.admin() == AdminState.READY && backend.weight() > 0,
                pool.ejection().maxPercent());
    }

    /** Of a backend that serves, with the usual bound. */
    static WatchTerms of(HealthPolicy probes) {
        return new WatchTerms(probes, true, Ejection.DEFAULT.maxPercent());
    }

    WatchTerms withMaxPercent(int percent) {
        return new WatchTerms(probes, serves, percent);
    }

    WatchTerms withServes(boolean now) {
        return new WatchTerms(probes, now, maxPercent);
    }
}
