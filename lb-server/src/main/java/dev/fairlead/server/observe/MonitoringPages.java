package dev.fairlead.server.observe;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.Tables;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the health and the statistics page, as the published table has it at this moment. */
public final class MonitoringPages {
    private final Tables tables;
    private final Readiness readiness;
    private final InstantSource clock;

    MonitoringPages(Tables tables, Readiness readiness, InstantSource clock) {
        this.tables = tables;
        this.readiness = readiness;
        this.clock = clock;
    }

    /**
     * Beside the traffic: asked for every request.
     *
     * @return null if the path is none of the pages
     */
    public @Nullable HttpHandler onDataPort(String path) {
        Monitoring settings = settings();
        return settings.paths() == Monitoring.Paths.ON ? page(path, settings) : null;
    }

    @Nullable
    HttpHandler onAdminPort(String path) {
        Monitoring settings = settings();
        return settings.paths() == Monitoring.Paths.OFF ? null : page(path, settings);
    }

    /** Where the pages are now. */
    Monitoring settings() {
        return tables.current().frontend().monitoring();
    }

    private @Nullable HttpHandler page(String path, Monitoring settings) {
        if (path.equals(settings.healthPath())) {
            return this::health;
        }
        return path.equals(settings.statsPath()) ? this::stats : null;
    }

    private void health(HttpServerExchange exchange) {
        RoutingTable table = tables.current();
        if (readiness.isStopping()) { // whoever balances over us goes elsewhere now, though the backends are well
            answer(exchange, StatusCodes.SERVICE_UNAVAILABLE, MonitoringJson.STOPPING);
            return;
        }
        int status = MonitoringJson.isServing(table) ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE;
        answer(exchange, status, isTold(exchange, table) ? MonitoringJson.health(table) : MonitoringJson.status(table));
    }

    private void stats(HttpServerExchange exchange) {
        RoutingTable table = tables.current();
        boolean told = isTold(exchange, table);
        answer(
                exchange,
                StatusCodes.OK,
                told ? MonitoringJson.stats(table, clock.instant()) : MonitoringJson.status(table));
    }

    private static void answer(HttpServerExchange exchange, int status, String body) {
        if (Answers.isRead(exchange)) {
            Answers.json(exchange, status, body);
        } else {
            Answers.methodNotAllowed(exchange);
        }
    }

    /**
     * Whoever asks through other proxies, however many, is told no more than the outermost may know. Nobody gains by
     * inventing the header: it only ever takes away.
     */
    private static boolean isTold(HttpServerExchange exchange, RoutingTable table) {
        List<CidrBlock> allowed = table.frontend().monitoring().allow();
        InetSocketAddress peer = exchange.getSourceAddress();
        HeaderValues forwarded = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
        return peer != null
                && isIn(allowed, peer.getAddress())
                && (forwarded == null || forwarded.stream().allMatch(value -> areAllIn(allowed, value)));
    }

    private static boolean areAllIn(List<CidrBlock> allowed, String addresses) {
        for (String address : addresses.split(",", -1)) {
            try {
                if (!isIn(allowed, CidrBlock.parse(address.strip()).base())) {
                    return false;
                }
            } catch (IllegalArgumentException notAnAddress) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(List<CidrBlock> allowed, @Nullable InetAddress address) {
        return address != null && allowed.stream().anyMatch(block -> block.contains(address));
    }
}
