package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.SpareBytes;
import dev.fairlead.server.proxy.mirror.CopySource;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.Trailer;
import dev.fairlead.server.upstream.timer.Timers;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import java.util.List;

/** A request as its mirror's copy is made from it: all that its own backend gets, and a mark. */
final class CopiedRequest implements CopySource {

    private final ProxiedRequest request;
    private final Timers timers;
    private final BodyFraming framing;

    CopiedRequest(ProxiedRequest request, Timers timers) {
        this.request = request;
        this.timers = timers;
        this.framing = request.framing();
    }

    @Override
    public RequestRun run() {
        return request.run();
    }

    @Override
    public BodyFraming framing() {
        return framing;
    }

    @Override
    public RequestHead head(String backendAddress) {
        return OutgoingHead.ofCopy(request, backendAddress, framing);
    }

    @Override
    public List<Trailer> trailers() {
        HeaderMap trailers = request.exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
        return trailers == null
                ? List.of()
                : CallRequestBody.crossing(
                        trailers, request.connection().frontend().headers().underscores());
    }

    @Override
    public SpareBytes memory() {
        return request.connection().spareBytes();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public void later(Runnable task) {
        request.exchange.getIoThread().execute(task);
    }
}
