package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.headers.AnswerFraming;
import dev.fairlead.server.proxy.headers.ConnectionOptions;
import dev.fairlead.server.proxy.headers.HeadText;
import dev.fairlead.server.proxy.headers.HopByHop;
import dev.fairlead.server.upstream.http1.HeaderVisitor;
import dev.fairlead.server.upstream.http1.ResponseHead;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/** A backend's answer as the client may see it, in Undertow's map: nothing in it is about the connection to the backend. */
final class AnswerHeaders implements HeaderVisitor {

    private static final HttpString BACKEND = new HttpString("X-Backend-Server");

    private final HeaderMap headers = new HeaderMap();
    private final HeadText text = new HeadText();
    private ConnectionOptions options = ConnectionOptions.NONE;

    private AnswerHeaders() {}

    /** @param backend the address to tell the client; null to keep it to ourselves */
    static HeaderMap of(ResponseHead head, boolean clientIsHttp11, @Nullable String backend) {
        AnswerHeaders visitor = new AnswerHeaders();
        head.forEach(visitor);
        HeaderMap headers = visitor.headers;
        for (String name : visitor.options.names()) {
            headers.remove(name);
        }
        frame(headers, AnswerFraming.of(head, clientIsHttp11));
        if (backend != null) {
            headers.put(BACKEND, backend);
        }
        return headers;
    }

    private static void frame(HeaderMap headers, AnswerFraming framing) {
        if (!framing.keepsLength()) {
            headers.remove(Headers.CONTENT_LENGTH);
        }
        if (framing == AnswerFraming.CHUNKED) {
            headers.put(Headers.TRANSFER_ENCODING, "chunked");
        } else if (framing == AnswerFraming.UPGRADE) {
            headers.put(Headers.UPGRADE, "websocket");
        }
    }

    /** Once Undertow has said how it frames the answer: to HEAD it says chunked of what will have no body at all, even of a 204. */
    static void settle(HeaderMap headers, String method, int status) {
        if (!AnswerFraming.mayBeChunked(method)) {
            headers.remove(Headers.TRANSFER_ENCODING);
        }
        if (!AnswerFraming.mayHaveLength(status)) {
            headers.remove(Headers.CONTENT_LENGTH);
        }
    }

    @Override
    public void header(byte[] bytes, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        if (!HopByHop.always(text.at(bytes, nameOffset, nameLength))) {
            HttpString name = HeaderNames.of(bytes, nameOffset, nameLength);
            headers.add(name, text.at(bytes, valueOffset, valueLength).toString());
        } else if (ConnectionOptions.isTheirs(text)) {
            options = options.and(text.at(bytes, valueOffset, valueLength).toString());
        }
    }
}
