package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.routing.sticky.StickyResult;
import dev.fairlead.server.routing.sticky.StickySessions;
import jakarta.inject.Inject;

/** What became of the sessions of requests. */
final class SessionMetrics implements MetricSource {
    private final StickySessions sessions;

    @Inject
    SessionMetrics(StickySessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void addTo(MetricFamilies families) {
        for (StickyResult result : StickyResult.values()) {
            families.counter(
                    "lb_sticky",
                    "Requests in pools with sessions, by what became of their session.",
                    sessions.counters().total(result),
                    "result",
                    result.code());
        }
    }
}
