package dev.fairlead.server.demo;

import static dev.fairlead.server.demo.BadParameter.number;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.Transfer;
import java.nio.channels.Channel;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.xnio.ChannelExceptionHandler;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;

/** The paths of an example backend. Everything runs on the IO thread and nothing blocks there; delays use timers. */
final class BackendHandler implements HttpHandler {

    private static final HttpString REQUEST_ID = new HttpString("X-Request-Id");

    private final String name;
    private final String address;
    private final Behaviour behaviour;
    private final DoubleSupplier random;
    private final RequestJournal journal;
    private final Consumer<String> log;
    private final AtomicInteger healthStatus = new AtomicInteger(200);
    private final HttpHandler webSocket = Handlers.websocket(new WebSocketEcho(), this::describe);

    BackendHandler(
            String name,
            String address,
            Behaviour behaviour,
            DoubleSupplier random,
            RequestJournal journal,
            Consumer<String> log) {
        this.name = name;
        this.address = address;
        this.behaviour = behaviour;
        this.random = random;
        this.journal = journal;
        this.log = log;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        switch (exchange.getRequestPath()) {
            case "/health" -> refusingBadParameters(exchange, this::health);
            case "/requests" -> requests(exchange);
            default -> {
                record(exchange);
                misbehave(exchange);
            }
        }
    }

    private static void refusingBadParameters(HttpServerExchange exchange, HttpHandler handler) throws Exception {
        try {
            handler.handleRequest(exchange);
        } catch (BadParameter e) {
            exchange.setStatusCode(400);
            answer(exchange, new JsonObject().text("error", String.valueOf(e.getMessage())));
        }
    }

    private void record(HttpServerExchange exchange) {
        journal.counted();
        HttpString method = exchange.getRequestMethod();
        String id = exchange.getRequestHeaders().getFirst(REQUEST_ID);
        if (id != null && !method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            journal.executed(id);
            log.accept("event=request method=" + method + " path=" + pathAndQuery(exchange) + " id=" + id);
        }
    }

    private void misbehave(HttpServerExchange exchange) throws Exception {
        if (behaviour.failRate() > 0 && random.getAsDouble() < behaviour.failRate()) {
            exchange.setStatusCode(500);
            later(exchange, behaviour.delay().toMillis(), this::describe);
        } else if (!behaviour.delay().isZero()) {
            later(exchange, behaviour.delay().toMillis(), this::serve);
        } else {
            serve(exchange);
        }
    }

    private void serve(HttpServerExchange exchange) throws Exception {
        refusingBadParameters(exchange, this::serveByPath);
    }

    private void serveByPath(HttpServerExchange exchange) throws Exception {
        switch (exchange.getRequestPath()) {
            case "/slow" -> later(exchange, number(exchange, "ms", 1000), this::describe);
            case "/stream" ->
                EventStream.answer(exchange, number(exchange, "n", 10), number(exchange, "ms", 1000), log);
            case "/bytes" ->
                ByteStream.answer(
                        exchange,
                        number(exchange, "n", 1024),
                        exchange.getQueryParameters().containsKey("chunked"));
            case "/status" -> status(exchange);
            case "/echo" -> echo(exchange);
            case "/ws" -> webSocket.handleRequest(exchange);
            default -> describe(exchange);
        }
    }

    private void health(HttpServerExchange exchange) {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            healthStatus.set(Math.toIntExact(number(exchange, "set", 200)));
            log.accept("event=health-set status=" + healthStatus);
            answer(exchange, new JsonObject().text("name", name).number("status", healthStatus.get()));
        } else {
            exchange.setStatusCode(healthStatus.get());
            answer(exchange, new JsonObject().text("name", name).number("status", healthStatus.get()));
        }
    }

    private void requests(HttpServerExchange exchange) {
        answer(exchange, new JsonObject().number("total", journal.total()).numbers("executions", journal.executions()));
    }

    private void status(HttpServerExchange exchange) {
        long code = number(exchange, "code", 200);
        if (code < 200 || code > 599) {
            throw new BadParameter("code is " + code + ", expected 200 to 599");
        }
        exchange.setStatusCode((int) code);
        describe(exchange);
    }

    private void describe(HttpServerExchange exchange) {
        BodyCounter.count(
                exchange,
                bytes -> answer(
                        exchange,
                        new JsonObject()
                                .text("name", name)
                                .text("address", address)
                                .text("method", exchange.getRequestMethod().toString())
                                .text("path", pathAndQuery(exchange))
                                .texts("headers", headers(exchange.getRequestHeaders()))
                                .number("body_bytes", bytes)));
    }

    private static void echo(HttpServerExchange exchange) {
        HeaderMap request = exchange.getRequestHeaders();
        String type = request.getFirst(Headers.CONTENT_TYPE);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type == null ? "application/octet-stream" : type);
        if (exchange.getRequestContentLength() >= 0) {
            exchange.setResponseContentLength(exchange.getRequestContentLength());
        }
        if (exchange.isRequestComplete()) {
            exchange.endExchange();
            return;
        }
        ChannelExceptionHandler<Channel> clientGone = (channel, cause) -> IoUtils.safeClose(exchange.getConnection());
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> Transfer.initiateTransfer(
                        exchange.getRequestChannel(),
                        exchange.getResponseChannel(),
                        ChannelListeners.closingChannelListener(),
                        new ResponseEnd(exchange),
                        clientGone,
                        clientGone,
                        exchange.getConnection().getByteBufferPool()));
    }

    private static void later(HttpServerExchange exchange, long millis, HttpHandler then) {
        Runnable go = () -> exchange.dispatch(SameThreadExecutor.INSTANCE, then);
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> exchange.getIoThread().executeAfter(go, millis, TimeUnit.MILLISECONDS));
    }

    private static String pathAndQuery(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        return query.isEmpty() ? exchange.getRequestURI() : exchange.getRequestURI() + '?' + query;
    }

    private static Map<String, String> headers(HeaderMap headers) {
        Map<String, String> values = new TreeMap<>();
        for (HeaderValues header : headers) {
            values.put(header.getHeaderName().toString().toLowerCase(Locale.ROOT), String.join(", ", header));
        }
        return values;
    }

    private static void answer(HttpServerExchange exchange, JsonObject body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(body.toString());
    }
}
