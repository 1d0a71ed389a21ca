package dev.fairlead.server;

import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.observe.metrics.MetricFamilies;
import dev.fairlead.server.observe.metrics.MetricSource;
import dev.fairlead.server.proxy.front.RejectedRequests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The numbers of packages that observe does not know, and that do not know observe. */
@Singleton
final class WiringMetrics implements MetricSource {

    private static final String REFUSED =
            "Requests that were turned away before they were routed, for they were malformed or too large.";
    private static final String RELOADS = "Reloads of the configuration file.";

    private final RejectedRequests rejected;
    private volatile @Nullable Reloader reloader;

    @Inject
    WiringMetrics(RejectedRequests rejected) {
        this.rejected = rejected;
    }

    /** Without it there is nothing that could be reloaded. */
    void countReloadsOf(Reloader newReloader) {
        reloader = newReloader;
    }

    @Override
    public void addTo(MetricFamilies families) {
        rejected.byReason()
                .forEach((reason, count) -> families.counter("lb_refused_requests", REFUSED, count, "reason", reason));
        Reloader reloads = reloader;
        if (reloads != null) {
            families.counter("lb_config_reloads", RELOADS, reloads.accepted(), "result", "accepted")
                    .counter("lb_config_reloads", RELOADS, reloads.refused(), "result", "refused");
        }
    }
}
