package dev.fairlead.server.health;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;

/**
 * What is wanted of a backend, as far as it matters to its monitor.
 *
 * @param serves whether the operator allows new requests
 * @param maxPercent how much of its pool may be out because traffic failed there
 */
public record MonitorSettings(HealthPolicy probes, boolean serves, int maxPercent) {
    public static MonitorSettings of(Pool pool, Backend backend) {
        return new MonitorSettings(
                pool.healthCheck(),
                backend.adminState() == AdminState.READY && backend.weight() > 0,
                pool.ejection().maxPercent());
    }

    /** Of a backend that serves, with the usual bound. */
    static MonitorSettings of(HealthPolicy probes) {
        return new MonitorSettings(probes, true, Ejection.DEFAULT.maxPercent());
    }

    MonitorSettings withMaxPercent(int percent) {
        return new MonitorSettings(probes, serves, percent);
    }

    MonitorSettings withServes(boolean now) {
        return new MonitorSettings(probes, now, maxPercent);
    }
}
