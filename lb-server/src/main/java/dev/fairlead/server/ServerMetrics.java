package dev.fairlead.server;

import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.control.watch.WatchMetrics;
import dev.fairlead.server.observe.metrics.MetricFamilies;
import dev.fairlead.server.observe.metrics.MetricSource;
import dev.fairlead.server.proxy.front.Clients;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.proxy.front.RejectedRequests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of packages that observe must not import and that must not import observe. */
@Singleton
final class ServerMetrics implements MetricSource {

    private static final String REFUSED = "Requests refused before routing, because they were malformed or too large.";
    private static final String WATCHERS = "Open watches on the control port.";
    private static final String TURNED_AWAY =
            "Connections to the control or admin port that were closed unserved or to make room.";
    private static final String RELOADS = "Reloads of the configuration file.";

    private final RejectedRequests rejected;
    private final DataListener listener;
    private final WatchMetrics feeds;
    private final Map<String, LongSupplier> turnedAway = new ConcurrentSkipListMap<>();
    private volatile @Nullable Reloader reloader;

    @Inject
    ServerMetrics(RejectedRequests rejected, DataListener listener, WatchMetrics feeds) {
        this.rejected = rejected;
        this.listener = listener;
        this.feeds = feeds;
    }

    /** Absent if there is no file to reload. */
    void countReloadsOf(Reloader newReloader) {
        reloader = newReloader;
    }

    /** Closed connections of the control or admin port. */
    void countTurnedAway(String port, LongSupplier count) {
        turnedAway.put(port, count);
    }

    @Override
    public void addTo(MetricFamilies families) {
        rejected.byReason()
                .forEach((reason, count) -> families.counter("lb_refused_requests", REFUSED, count, "reason", reason));
        clients(families, listener.clients());
        turnedAway.forEach((port, count) ->
                families.counter("lb_operator_connections_refused", TURNED_AWAY, count.getAsLong(), "port", port));
        watching(families);
        Reloader reloads = reloader;
        if (reloads != null) {
            families.counter("lb_config_reloads", RELOADS, reloads.accepted(), "result", "accepted")
                    .counter("lb_config_reloads", RELOADS, reloads.refused(), "result", "refused");
        }
    }

    private static void clients(MetricFamilies families, Clients clients) {
        clients.refusedByReason()
                .forEach((reason, count) -> families.counter(
                        "lb_connections_refused", "Clients' connections closed by a limit.", count, "reason", reason));
        families.gauge("lb_client_connections", "Connected clients.", clients.count())
                .gauge("lb_client_connections_limit", "Most clients that may be connected.", clients.limit())
                .gauge(
                        "lb_buffer_bytes",
                        "Approximate bytes held for clients, on and off the heap.",
                        clients.budget().held())
                .gauge(
                        "lb_buffer_bytes_limit",
                        "Most bytes that may be held for clients.",
                        clients.budget().limit());
    }

    private void watching(MetricFamilies families) {
        families.gauge("lb_watchers", WATCHERS, feeds.stateWatchers(), "call", "state")
                .gauge("lb_watchers", WATCHERS, feeds.statsWatchers(), "call", "stats")
                .counter("lb_watch_resyncs", "Watchers that read too slowly and had to start over.", feeds.resyncs())
                .counter(
                        "lb_watch_stats_missed",
                        "Figures skipped because a watcher had not read the previous ones.",
                        feeds.missed());
    }
}
