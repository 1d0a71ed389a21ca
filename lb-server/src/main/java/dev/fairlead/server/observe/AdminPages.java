package dev.fairlead.server.observe;

import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.observe.metrics.Metrics;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What the admin port serves; on its worker threads, because a scrape takes time. */
final class AdminPages implements HttpHandler {
    private final Liveness liveness;
    private final Readiness readiness;
    private final MonitoringPages monitoring;
    private final Metrics metrics;

    @Inject
    AdminPages(Liveness liveness, Readiness readiness, MonitoringPages monitoring, Metrics metrics) {
        this.liveness = liveness;
        this.readiness = readiness;
        this.monitoring = monitoring;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isInIoThread()) {
            exchange.dispatch(this);
            return;
        }
        switch (exchange.getRequestPath()) {
            case "/livez" -> live(exchange);
            case "/readyz" -> ready(exchange);
            case "/metrics" -> metrics(exchange);
            default -> other(exchange);
        }
    }

    private void live(HttpServerExchange exchange) {
        String trouble = liveness.trouble();
        if (trouble.isEmpty()) {
            fixed(exchange, StatusCodes.OK, "ok\n");
        } else {
            fixed(exchange, StatusCodes.SERVICE_UNAVAILABLE, "not live: " + trouble + "\n");
        }
    }

    private void ready(HttpServerExchange exchange) {
        String reason = readiness.reason();
        if (reason.isEmpty()) {
            fixed(exchange, StatusCodes.OK, "ready\n");
        } else {
            fixed(exchange, StatusCodes.SERVICE_UNAVAILABLE, "not ready: " + reason + "\n");
        }
    }

    private static void fixed(HttpServerExchange exchange, int status, String body) {
        if (PageResponses.isRead(exchange)) {
            PageResponses.text(exchange, status, body);
        } else {
            PageResponses.methodNotAllowed(exchange);
        }
    }

    private void metrics(HttpServerExchange exchange) throws IOException {
        if (!PageResponses.isRead(exchange)) {
            PageResponses.methodNotAllowed(exchange);
            return;
        }
        ExpositionFormatWriter format =
                metrics.format(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        metrics.write(format, body);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, format.getContentType());
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(body.toByteArray()));
    }

    private void other(HttpServerExchange exchange) throws Exception {
        Monitoring settings = monitoring.settings();
        HttpHandler page = monitoring.onAdminPort(exchange.getRequestPath());
        if (page == null) {
            PageResponses.text(exchange, StatusCodes.NOT_FOUND, "No such page. There are " + pages(settings) + ".\n");
        } else if (exchange.getRequestPath().equals(settings.statsPath()) && !isLocal(exchange)) {
            PageResponses.text(
                    exchange,
                    StatusCodes.FORBIDDEN,
                    "Beyond loopback, this port serves only the health pages and /metrics.\n");
        } else {
            page.handleRequest(exchange);
        }
    }

    private static String pages(Monitoring settings) {
        String always = "/livez, /readyz, /metrics";
        return settings.paths() == Monitoring.Paths.OFF
                ? always
                : always + ", " + settings.healthPath() + ", " + settings.statsPath();
    }

    private static boolean isLocal(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        return source != null
                && source.getAddress() != null
                && source.getAddress().isLoopbackAddress();
    }
}
