package dev.fairlead.server.proxy;

import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.proxy.headers.Trailers;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.http1.Trailer;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/** The body on its way to the backend; passes on the trailers that {@code ProxyHandler} leaves on the call. */
final class CallRequestBody extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private final BackendCall call;
    private final UpstreamExchange exchange;

    CallRequestBody(BackendCall call, UpstreamExchange exchange) {
        super(exchange.requestBody());
        this.call = call;
        this.exchange = exchange;
    }

    @Override
    public void terminateWrites() throws IOException {
        HeaderMap trailers = call.getAttachment(HttpAttachments.RESPONSE_TRAILERS);
        if (trailers != null) {
            exchange.requestTrailers(crossing(trailers, call.underscores()));
        }
        next.terminateWrites();
    }

    /** What of a client's trailers goes on to a backend. */
    static List<Trailer> crossing(HeaderMap trailers, Underscores underscores) {
        List<Trailer> crossing = new ArrayList<>(trailers.size());
        for (HeaderValues values : trailers) {
            String name = values.getHeaderName().toString();
            if (Trailers.mayCross(name, underscores)) {
                for (String value : values) {
                    crossing.add(new Trailer(name, value));
                }
            }
        }
        return crossing;
    }
}
