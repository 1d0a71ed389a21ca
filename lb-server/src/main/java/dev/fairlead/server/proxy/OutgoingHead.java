package dev.fairlead.server.proxy;

import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.desired.route.HeaderEdits;
import dev.fairlead.server.proxy.headers.ConnectionOptions;
import dev.fairlead.server.proxy.headers.ForwardedHeaders;
import dev.fairlead.server.proxy.headers.HeaderRole;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.RequestHead;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The request head for one backend. Written from the client's own headers, so whatever {@code ProxyHandler} did to its
 * copy does not matter.
 */
final class OutgoingHead implements RequestHead {

    private static final byte[] VERSION_AND_HOST = bytes(" HTTP/1.1\r\nHost: ");
    private static final byte[] COLON = bytes(": ");
    private static final byte[] CONTENT_LENGTH = bytes("Content-Length: ");
    private static final byte[] CHUNKED = bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = bytes("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] FORWARDED_FOR = bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_PROTO = bytes("\r\nX-Forwarded-Proto: ");
    private static final byte[] FORWARDED_HOST = bytes("\r\nX-Forwarded-Host: ");
    private static final byte[] FORWARDED_PORT = bytes("\r\nX-Forwarded-Port: ");
    private static final byte[] FORWARDED_BY = bytes("\r\nX-Forwarded-By: fairlead\r\nX-Backend-Server: ");
    private static final byte[] REQUEST_ID = bytes("\r\nX-Request-Id: ");
    private static final byte[] MIRRORED_BY = bytes("\r\nX-Mirrored-By: fairlead");
    private static final byte[] END = bytes("\r\n\r\n");

    private final ProxiedRequest request;
    private final String backendAddress;

    /** Of the body of a copy, which leaves when the request's own has been read; null for the request itself. */
    private final @Nullable BodyFraming copied;

    OutgoingHead(ProxiedRequest request, String backendAddress) {
        this(request, backendAddress, null);
    }

    private OutgoingHead(ProxiedRequest request, String backendAddress, @Nullable BodyFraming copied) {
        this.request = request;
        this.backendAddress = backendAddress;
        this.copied = copied;
    }

    /** The same for a backend of a mirror. */
    static OutgoingHead ofCopy(ProxiedRequest request, String backendAddress, BodyFraming framing) {
        return new OutgoingHead(request, backendAddress, framing);
    }

    @Override
    public void writeTo(HeadBuffer out) {
        String host = request.route().host();
        out.ascii(request.method()).octet(' ').ascii(request.route().path());
        if (request.hasQuery()) {
            out.octet('?').ascii(request.query());
        }
        out.bytes(VERSION_AND_HOST)
                .ascii(host.isEmpty() ? backendAddress : host)
                .crlf();
        clientHeaders(out);
        framing(out);
        ourHeaders(out);
        out.bytes(END);
    }

    private void clientHeaders(HeadBuffer out) {
        HeaderMap headers = request.headers();
        ConnectionOptions options = ConnectionOptions.of(request.values(Headers.CONNECTION));
        boolean trusted = request.origin().trusted();
        HeaderEdits edits = request.route().requestHeaders();
        Underscores underscores = request.connection().frontend().headers().underscores();
        for (long at = headers.fastIterateNonEmpty(); at != -1; at = headers.fiNextNonEmpty(at)) {
            HeaderValues values = headers.fiCurrent(at);
            String name = values.getHeaderName().toString();
            if (!HeaderRole.crosses(name, trusted, underscores) || options.name(name) || edits.replaces(name)) {
                continue;
            }
            for (int i = 0; i < values.size(); i++) {
                out.ascii(name).bytes(COLON).ascii(values.get(i));
                if (i == values.size() - 1 && values.getHeaderName().equals(Headers.FORWARDED)) {
                    out.ascii(ForwardedHeaders.hop(request.origin().peer(), request.exchange.getRequestScheme()));
                }
                out.crlf();
            }
        }
        edits.set()
                .forEach((name, value) ->
                        out.ascii(name).bytes(COLON).ascii(value).crlf());
        edits.add()
                .forEach((name, value) ->
                        out.ascii(name).bytes(COLON).ascii(value).crlf());
    }

    private void framing(HeadBuffer out) {
        BodyFraming framing = framing();
        if (framing.kind() == BodyFraming.Kind.CHUNKED) {
            out.bytes(CHUNKED);
        } else if (framing.kind() == BodyFraming.Kind.LENGTH
                || request.headers().contains(Headers.CONTENT_LENGTH)) {
            out.bytes(CONTENT_LENGTH).decimal(framing.length()).crlf();
        }
        if (request.upgrade()) {
            out.bytes(UPGRADE);
        }
    }

    private void ourHeaders(HeadBuffer out) {
        HeaderMap headers = request.headers();
        boolean trusted = request.origin().trusted();
        out.bytes(FORWARDED_FOR).ascii(request.origin().forwardedFor());
        out.bytes(FORWARDED_PROTO).ascii(request.scheme());
        String host = request.host();
        String port = request.localPort();
        if (trusted) {
            host = ForwardedHeaders.reported(headers.getFirst(Headers.X_FORWARDED_HOST), host);
            port = ForwardedHeaders.reported(headers.getFirst(Headers.X_FORWARDED_PORT), port);
        }
        if (!host.isEmpty()) {
            out.bytes(FORWARDED_HOST).ascii(host);
        }
        out.bytes(FORWARDED_PORT).ascii(port);
        out.bytes(FORWARDED_BY).ascii(backendAddress);
        out.bytes(REQUEST_ID).ascii(request.id());
        if (copied != null) {
            out.bytes(MIRRORED_BY);
        }
    }

    @Override
    public BodyFraming framing() {
        return copied == null ? request.framing() : copied;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public boolean upgrade() {
        return request.upgrade();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
