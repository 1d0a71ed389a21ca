package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.headers.Trailers;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.http1.Trailer;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** The body on its way from the backend; leaves its trailers where {@code ProxyHandler} looks for them at the end. */
final class CallResponseBody extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final BackendCall call;
    private final UpstreamExchange exchange;

    CallResponseBody(BackendCall call, UpstreamExchange exchange) {
        super(exchange.responseBody());
        this.call = call;
        this.exchange = exchange;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = next.read(target);
        if (count < 0) {
            List<Trailer> trailers = exchange.trailers();
            if (!trailers.isEmpty()) {
                call.putAttachment(HttpAttachments.REQUEST_TRAILERS, crossing(trailers));
            }
        }
        return count;
    }

    private static HeaderMap crossing(List<Trailer> trailers) {
        HeaderMap crossing = new HeaderMap();
        for (Trailer trailer : trailers) {
            HttpString name = HttpString.tryFromString(trailer.name());
            if (name != null && Trailers.mayCross(trailer.name())) {
                crossing.add(name, trailer.value());
            }
        }
        return crossing;
    }
}
