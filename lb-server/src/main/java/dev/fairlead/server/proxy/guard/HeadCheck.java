package dev.fairlead.server.proxy.guard;

import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import dev.fairlead.server.proxy.headers.EntryRules;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link RequestHeadReader} let pass is one request for everybody; here is what it may ask of us. */
final class HeadCheck {

    private static final HttpString HTTP2_SETTINGS = new HttpString("HTTP2-Settings");

    private final HttpServerExchange exchange;
    private final FrontConduit front;
    private final HeaderMap headers;
    private final RequestHeadReader head;
    private boolean upgrade;
    private boolean continueExpected;

    HeadCheck(HttpServerExchange exchange, FrontConduit front) {
        this.exchange = exchange;
        this.front = front;
        this.headers = exchange.getRequestHeaders();
        this.head = front.head();
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
        return EntryRules.ofLength(headers.getFirst(Headers.CONTENT_LENGTH), 0);
    }

    private @Nullable Rejection expectation() {
        List<String> expected = values(Headers.EXPECT);
        Rejection wrong = EntryRules.ofExpectation(expected);
        if (wrong == null && !expected.isEmpty()) {
            continueExpected = exchange.isHttp11() && !exchange.isRequestComplete();
            headers.remove(Headers.EXPECT);
        }
        return wrong;
    }

    /** WebSocket alone may cross. Undertow itself looks at Upgrade later, so for the rest it must not be there. */
    private void settleUpgrade() {
        headers.remove(HTTP2_SETTINGS);
        List<String> protocols = values(Headers.UPGRADE);
        if (protocols.isEmpty()) {
            return;
        }
        upgrade = EntryRules.asksForWebSocket(
                exchange.getRequestMethod().toString(),
                exchange.isHttp11(),
                exchange.isRequestComplete(),
                protocols,
                values(Headers.CONNECTION));
        if (!upgrade) {
            headers.remove(Headers.UPGRADE);
        }
    }

    private List<String> values(HttpString name) {
        HeaderValues values = headers.get(name);
        return values == null ? List.of() : values;
    }
}
