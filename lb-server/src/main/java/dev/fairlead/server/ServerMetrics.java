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

/** The numbers of packages that observe does not know, and that do not know observe. */
@Singleton
final class ServerMetrics implements MetricSource {

    private static final String REFUSED =
            "Requests that were turned away before they were routed, for they were malformed or too large.";
    private static final String WATCHERS = "Callers that watch over the control port.";
    private static final String TURNED_AWAY =
            "Connections to a port for operators that were closed without having been served, or to make room.";
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

    /** Without it there is nothing that could be reloaded. */
    void countReloadsOf(Reloader newReloader) {
        reloader = newReloader;
    }

    /** Connections that were closed at a port for operators. */
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
        families.gauge("lb_client_connections", "Clients that are connected.", clients.count())
                .gauge("lb_client_connections_limit", "Clients that may be connected.", clients.limit())
                .gauge(
                        "lb_buffer_bytes",
                        "Bytes held for clients, on the heap and off it; about.",
                        clients.budget().held())
                .gauge(
                        "lb_buffer_bytes_limit",
                        "Bytes that may be held for clients.",
                        clients.budget().limit());
    }

    private void watching(MetricFamilies families) {
        families.gauge("lb_watchers", WATCHERS, feeds.stateWatchers(), "call", "state")
                .gauge("lb_watchers", WATCHERS, feeds.statsWatchers(), "call", "stats")
                .counter("lb_watch_resyncs", "Watchers that read too slowly and had to begin anew.", feeds.resyncs())
                .counter(
                        "lb_watch_stats_missed",
                        "Figures that were left out, for a watcher had not taken those before.",
                        feeds.missed());
    }
}
