package dev.fairlead.server.proxy.guard;

import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.head.HeadReader;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.headers.HopByHop;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** What {@link HeadReader} let pass is one request for everybody; here is what it may ask of us. */
final class HeadCheck {

    private static final HttpString HTTP2_SETTINGS = new HttpString("HTTP2-Settings");

    private final HttpServerExchange exchange;
    private final FrontConduit front;
    private final HeaderMap headers;
    private final HeadReader head;
    private final Limits limits;
    private boolean upgrade;
    private boolean continueExpected;

    HeadCheck(HttpServerExchange exchange, FrontConduit front) {
        this.exchange = exchange;
        this.front = front;
        this.headers = exchange.getRequestHeaders();
        this.head = front.head();
        this.limits = front.connection().frontend().limits();
    }

    GuardedHead guarded() {
        return new GuardedHead(head.path(), head.query(), upgrade, continueExpected);
    }

    /** Why the request must not go on; null if it may. Takes headers away that are not the backend's business. */
    @Nullable
    Rejection rejection() {
        Rejection found = body();
        if (found == null) {
            found = expectation();
        }
        if (found == null) {
            settleUpgrade();
        }
        return found;
    }

    private @Nullable Rejection body() {
        if (headers.contains(Headers.TRANSFER_ENCODING)) {
            return front.expectChunks(((HttpServerConnection) exchange.getConnection()).getExtraBytes())
                    ? null
                    : Rejection.BODY_INVALID;
        }
        String length = headers.getFirst(Headers.CONTENT_LENGTH);
        return length != null && limits.body() > 0 && Long.parseLong(length) > limits.body()
                ? Rejection.BODY_TOO_LARGE
                : null;
    }

    private @Nullable Rejection expectation() {
        HeaderValues expected = headers.get(Headers.EXPECT);
        if (expected == null) {
            return null;
        }
        if (expected.size() != 1 || !expected.getFirst().equalsIgnoreCase("100-continue")) {
            return Rejection.EXPECTATION;
        }
        continueExpected = exchange.isHttp11() && !exchange.isRequestComplete();
        headers.remove(Headers.EXPECT);
        return null;
    }

    /** WebSocket alone may cross. Undertow itself looks at Upgrade later, so for the rest it must not be there. */
    private void settleUpgrade() {
        headers.remove(HTTP2_SETTINGS);
        String protocol = headers.getFirst(Headers.UPGRADE);
        if (protocol == null) {
            return;
        }
        upgrade = protocol.equalsIgnoreCase("websocket")
                && headers.count(Headers.UPGRADE) == 1
                && HopByHop.connectionHas(headers, "upgrade")
                && exchange.isHttp11()
                && exchange.isRequestComplete()
                && exchange.getRequestMethod().equals(Methods.GET);
        if (!upgrade) {
            headers.remove(Headers.UPGRADE);
        }
    }
}
