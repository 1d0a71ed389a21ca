package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeaderVisitor;
import dev.fairlead.server.upstream.http1.ResponseHead;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend's answer as the client may see it: nothing in it is about the connection to the backend. */
public final class ResponseHeaders implements HeaderVisitor {

    private static final HttpString BACKEND = new HttpString("X-Backend-Server");

    private static final int NO_CONTENT = 204;

    private final HeaderMap headers = new HeaderMap();
    private Set<HttpString> named = Set.of();

    private ResponseHeaders() {}

    /** @param backend the address to tell the client; null to keep it to ourselves */
    public static HeaderMap of(ResponseHead head, boolean clientIsHttp11, @Nullable String backend) {
        ResponseHeaders visitor = new ResponseHeaders();
        head.forEach(visitor);
        HeaderMap headers = visitor.headers;
        for (HttpString name : visitor.named) {
            headers.remove(name);
        }
        frame(headers, head, clientIsHttp11);
        if (backend != null) {
            headers.put(BACKEND, backend);
        }
        return headers;
    }

    /**
     * Once Undertow has said how it frames the answer: to HEAD it says chunked of what will have no body at all, even of a
     * 204, which must not speak about framing (RFC 9112, 6.1; RFC 9110, 8.6).
     */
    public static void settle(HeaderMap headers, boolean headRequest, int status) {
        if (headRequest) {
            headers.remove(Headers.TRANSFER_ENCODING);
        }
        if (status == NO_CONTENT) {
            headers.remove(Headers.CONTENT_LENGTH);
        }
    }

    /** To a client of HTTP/1.0 the end of the connection is the end of a body of unknown length. */
    private static void frame(HeaderMap headers, ResponseHead head, boolean clientIsHttp11) {
        if (head.upgraded()) {
            headers.put(Headers.UPGRADE, "websocket");
            headers.remove(Headers.CONTENT_LENGTH);
            return;
        }
        BodyFraming.Kind kind = head.framing().kind();
        if (kind == BodyFraming.Kind.CHUNKED || kind == BodyFraming.Kind.UNTIL_CLOSE) {
            headers.remove(Headers.CONTENT_LENGTH);
            if (clientIsHttp11) {
                headers.put(Headers.TRANSFER_ENCODING, "chunked");
            }
        }
    }

    @Override
    public void header(byte[] bytes, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        HttpString name = HeaderNames.of(bytes, nameOffset, nameLength);
        if (HopByHop.always(name)) {
            if (name.equals(Headers.CONNECTION)) {
                named = HopByHop.withNamesIn(text(bytes, valueOffset, valueLength), named);
            }
            return;
        }
        headers.add(name, text(bytes, valueOffset, valueLength));
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
