package dev.fairlead.server.proxy.guard;

import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.proxy.front.FrontConduit;
import dev.fairlead.server.proxy.front.HeadWatch;
import dev.fairlead.server.proxy.front.Rejection;
import dev.fairlead.server.proxy.headers.HopByHop;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * Judges one request head. Undertow's parser has seen to names, values, and that there is at most one Content-Length or
 * Transfer-Encoding and exactly one Host; the rest is checked here.
 */
final class HeadCheck {

    private static final HttpString HTTP2_SETTINGS = new HttpString("HTTP2-Settings");
    private static final HttpString PRI = new HttpString("PRI");

    /** More digits could overflow where Undertow or a backend adds them up. */
    private static final int LENGTH_DIGITS = 18;

    private final HttpServerExchange exchange;
    private final FrontConduit front;
    private final HeaderMap headers;
    private final HeadWatch line;
    private final Limits limits;
    private String path;
    private boolean upgrade;
    private boolean continueExpected;

    HeadCheck(HttpServerExchange exchange, FrontConduit front) {
        this.exchange = exchange;
        this.front = front;
        this.headers = exchange.getRequestHeaders();
        this.line = front.head();
        this.limits = front.connection().frontend().limits();
        this.path = exchange.getRequestURI();
    }

    String path() {
        return path;
    }

    GuardedHead guarded() {
        return new GuardedHead(path, line.emptyQuery(), upgrade, continueExpected);
    }

    /** Why the request must not go on; null if it may. Takes headers away that are not the backend's business. */
    @Nullable
    Rejection rejection() {
        if (!line.versionSupported()) {
            return Rejection.VERSION;
        }
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.CONNECT) || method.equals(Methods.TRACE) || method.equals(PRI)) {
            return Rejection.METHOD;
        }
        Rejection found = target();
        if (found == null) {
            found = size();
        }
        if (found == null) {
            found = framing();
        }
        if (found == null) {
            found = expectation();
        }
        if (found == null) {
            settleUpgrade();
        }
        return found;
    }

    /** Behind an absolute target may stand another host than in Host, or something that is not ours to fetch. */
    private @Nullable Rejection target() {
        if (!exchange.isHostIncludedInRequestURI()) {
            return path.startsWith("/") || path.equals("*") ? null : Rejection.TARGET_INVALID;
        }
        String uri = path;
        int authority = uri.indexOf("://") + 3;
        String scheme = authority < 3 ? "" : uri.substring(0, authority - 3);
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            return Rejection.TARGET_INVALID;
        }
        int end = uri.indexOf('/', authority);
        String named = end < 0 ? uri.substring(authority) : uri.substring(authority, end);
        path = end < 0 ? "/" : uri.substring(end);
        String host = headers.getFirst(Headers.HOST);
        return host != null && !host.equalsIgnoreCase(named) ? Rejection.HOST_DISAGREES : null;
    }

    private @Nullable Rejection size() {
        int limit = limits.headerBytes() == 0 ? Integer.MAX_VALUE : limits.headerBytes();
        int bytes = path.length() + exchange.getQueryString().length();
        if (bytes > limit) {
            return Rejection.TARGET_TOO_LONG;
        }
        int count = 0;
        for (long at = headers.fastIterateNonEmpty(); at != -1; at = headers.fiNextNonEmpty(at)) {
            HeaderValues values = headers.fiCurrent(at);
            int name = values.getHeaderName().length() + 4;
            for (int i = 0; i < values.size(); i++) {
                bytes += name + values.get(i).length();
                count++;
            }
        }
        if (bytes > limit) {
            return Rejection.HEADERS_TOO_LARGE;
        }
        return limits.headerCount() > 0 && count > limits.headerCount() ? Rejection.TOO_MANY_HEADERS : null;
    }

    private @Nullable Rejection framing() {
        String coding = headers.getFirst(Headers.TRANSFER_ENCODING);
        if (coding != null && !(coding.equalsIgnoreCase("chunked") && exchange.isHttp11())) {
            return Rejection.TRANSFER_ENCODING;
        }
        if (coding != null) {
            return front.expectChunks(((HttpServerConnection) exchange.getConnection()).getExtraBytes())
                    ? null
                    : Rejection.BODY_INVALID;
        }
        String length = headers.getFirst(Headers.CONTENT_LENGTH);
        if (length == null) {
            return null;
        }
        if (!isNumber(length)) {
            return Rejection.CONTENT_LENGTH;
        }
        return limits.body() > 0 && Long.parseLong(length) > limits.body() ? Rejection.BODY_TOO_LARGE : null;
    }

    private static boolean isNumber(String length) {
        if (length.isEmpty() || length.length() > LENGTH_DIGITS) {
            return false;
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return false;
            }
        }
        return true;
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
