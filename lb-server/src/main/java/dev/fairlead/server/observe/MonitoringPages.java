package dev.fairlead.server.observe;

import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.Tables;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Answers the health and the statistics page, as the published table has it at this moment. */
public final class MonitoringPages {
    private final Tables tables;
    private final InstantSource clock;

    MonitoringPages(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * Beside the traffic. Cheap for every request that is none of the pages.
     *
     * @param client who asks; behind a trusted proxy not the proxy
     * @return whether the request was answered
     */
    public boolean answerOnDataPort(HttpServerExchange exchange, @Nullable InetAddress client) {
        RoutingTable table = tables.current();
        Monitoring settings = table.frontend().monitoring();
        return settings.paths() == Monitoring.Paths.ON && answer(exchange, client, table, settings);
    }

    boolean answerOnAdminPort(HttpServerExchange exchange, @Nullable InetAddress client) {
        RoutingTable table = tables.current();
        Monitoring settings = table.frontend().monitoring();
        return settings.paths() != Monitoring.Paths.OFF && answer(exchange, client, table, settings);
    }

    /** Where the pages are now. */
    Monitoring settings() {
        return tables.current().frontend().monitoring();
    }

    private boolean answer(
            HttpServerExchange exchange, @Nullable InetAddress client, RoutingTable table, Monitoring settings) {
        String path = exchange.getRequestPath();
        boolean health = path.equals(settings.healthPath());
        if (!health && !path.equals(settings.statsPath())) {
            return false;
        }
        if (!Answers.isRead(exchange)) {
            Answers.methodNotAllowed(exchange);
            return true;
        }
        if (!isAllowed(settings, client)) {
            Answers.json(exchange, statusCode(health, table), MonitoringJson.status(table));
        } else if (health) {
            Answers.json(exchange, statusCode(true, table), MonitoringJson.health(table));
        } else {
            Answers.json(exchange, StatusCodes.OK, MonitoringJson.stats(table, clock.instant()));
        }
        return true;
    }

    private static int statusCode(boolean health, RoutingTable table) {
        return health && !MonitoringJson.isServing(table) ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.OK;
    }

    private static boolean isAllowed(Monitoring settings, @Nullable InetAddress client) {
        return client != null && settings.allow().stream().anyMatch(block -> block.contains(client));
    }
}
