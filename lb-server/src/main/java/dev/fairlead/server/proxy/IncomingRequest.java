package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.FrontConnection;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.headers.ClientOrigin;
import dev.fairlead.server.proxy.headers.ForwardedHeaders;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.Cookies;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.server.upstream.http1.BodyFraming;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a request says about itself, read from Undertow's exchange. */
class IncomingRequest implements RequestFacts {

    private static final HttpString REQUEST_ID = new HttpString("X-Request-Id");

    final HttpServerExchange exchange;
    private final String path;
    private final String host;
    private final String id;
    private final String scheme;
    private final ClientOrigin origin;
    private final String localPort;
    private final boolean upgrade;
    private final @Nullable String query;
    private long bodyBytesIn;

    IncomingRequest(HttpServerExchange exchange, FrontConnection connection, RequestIds ids, GuardedHead head) {
        this.exchange = exchange;
        boolean trusted = connection.isTrusted();
        this.origin = trusted ? connection.origin(values(Headers.X_FORWARDED_FOR)) : connection.origin();
        this.localPort = connection.localPort();
        this.path = head.path();
        this.upgrade = head.upgrade();
        this.query = head.query();
        String sent = headers().getFirst(Headers.HOST);
        this.host = sent == null ? "" : sent;
        String own = exchange.getRequestScheme();
        this.scheme = trusted ? ForwardedHeaders.scheme(headers().getFirst(Headers.X_FORWARDED_PROTO), own) : own;
        this.id =
                trusted ? ids.takeOver(headers().getFirst(REQUEST_ID), connection.lane()) : ids.next(connection.lane());
    }

    final HeaderMap headers() {
        return exchange.getRequestHeaders();
    }

    /** All of that name, in their order. */
    final List<String> values(HttpString name) {
        HeaderValues values = headers().get(name);
        return values == null ? List.of() : values;
    }

    final ClientOrigin origin() {
        return origin;
    }

    final String localPort() {
        return localPort;
    }

    /** Whether it asks for a WebSocket. */
    final boolean upgrade() {
        return upgrade;
    }

    final boolean hasQuery() {
        return query != null;
    }

    /** Of its body, while that has not been read. */
    final BodyFraming framing() {
        if (exchange.isRequestComplete()) {
            return BodyFraming.NONE;
        }
        String length = headers().getFirst(Headers.CONTENT_LENGTH);
        return length == null ? BodyFraming.CHUNKED : BodyFraming.length(Long.parseLong(length));
    }

    final long bodyBytesIn() {
        return bodyBytesIn;
    }

    final void bodyBytesCame(int count) {
        bodyBytesIn += count;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public final String path() {
        return path;
    }

    @Override
    public final String query() {
        return query == null ? "" : query;
    }

    @Override
    public final String host() {
        return host;
    }

    @Override
    public final @Nullable String header(String name) {
        return headers().getFirst(name);
    }

    @Override
    public final List<String> values(String name) {
        HeaderValues values = headers().get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public final void eachHeader(BiConsumer<String, String> reader) {
        for (HeaderValues values : headers()) {
            String name = values.getHeaderName().toString();
            for (int i = 0; i < values.size(); i++) {
                reader.accept(name, values.get(i));
            }
        }
    }

    @Override
    public final @Nullable String cookie(String name) {
        HeaderValues values = headers().get(Headers.COOKIE);
        if (values == null) {
            return null;
        }
        for (int i = 0; i < values.size(); i++) {
            String found = Cookies.value(values.get(i), name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public final String clientAddress() {
        return origin.clientAddress();
    }

    @Override
    public final String protocol() {
        return exchange.getProtocol().toString();
    }

    @Override
    public final String scheme() {
        return scheme;
    }
}
