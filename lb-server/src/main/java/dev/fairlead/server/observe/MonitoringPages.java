package dev.fairlead.server.observe;

import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the health and the statistics page from the currently published table. */
public final class MonitoringPages {

    /** A page with more backends takes longer, and the other clients of an IO thread should not have to wait for it. */
    private static final int MOST_AT_ONCE = 64;

    private final RoutingTables tables;
    private final Readiness readiness;
    private final InstantSource clock;

    public MonitoringPages(RoutingTables tables, Readiness readiness, InstantSource clock) {
        this.tables = tables;
        this.readiness = readiness;
        this.clock = clock;
    }

    /**
     * Called for every request on the data port.
     *
     * @return null if the path is not one of the pages
     */
    public @Nullable HttpHandler onDataPort(String path) {
        Monitoring settings = settings();
        return settings.paths() == Monitoring.Paths.ON ? page(path, settings, DetailAccess::hasClient) : null;
    }

    @Nullable
    HttpHandler onAdminPort(String path) {
        Monitoring settings = settings();
        return settings.paths() == Monitoring.Paths.OFF ? null : page(path, settings, DetailAccess::hasOperator);
    }

    /** The current paths of the pages. */
    Monitoring settings() {
        return tables.current().frontend().monitoring();
    }

    private @Nullable HttpHandler page(String path, Monitoring settings, Told told) {
        if (path.equals(settings.healthPath())) {
            return exchange -> health(exchange, told);
        }
        return path.equals(settings.statsPath()) ? exchange -> stats(exchange, told) : null;
    }

    private void health(HttpServerExchange exchange, Told told) {
        RoutingTable table = tables.current();
        if (readiness.isStopping()) { // a load balancer in front of us should go elsewhere now
            PageResponses.page(exchange, StatusCodes.SERVICE_UNAVAILABLE, MonitoringJson.STOPPING);
            return;
        }
        int status = MonitoringJson.isServing(table) ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE;
        answer(exchange, status, table, told, () -> MonitoringJson.health(table));
    }

    private void stats(HttpServerExchange exchange, Told told) {
        RoutingTable table = tables.current();
        answer(exchange, StatusCodes.OK, table, told, () -> MonitoringJson.stats(table, clock.instant()));
    }

    private static void answer(
            HttpServerExchange exchange, int status, RoutingTable table, Told told, Supplier<String> details) {
        if (!told.hears(new DetailAccess(table.frontend()), exchange)) {
            PageResponses.page(exchange, status, MonitoringJson.status(table));
        } else if (exchange.isInIoThread() && isLong(table)) {
            // Only the text is made on a worker: the state of the client's connection belongs to its IO thread.
            exchange.dispatch(onWorker -> {
                String body = details.get();
                onWorker.dispatch(onWorker.getIoThread(), back -> PageResponses.page(back, status, body));
            });
        } else {
            PageResponses.page(exchange, status, details.get());
        }
    }

    private static boolean isLong(RoutingTable table) {
        int backends = table.pools().values().stream()
                .mapToInt(pool -> pool.backends().size())
                .sum();
        return backends > MOST_AT_ONCE;
    }

    /** Whether a client of a port may see details. */
    @FunctionalInterface
    private interface Told {
        boolean hears(DetailAccess detailAccess, HttpServerExchange exchange);
    }
}
