package dev.fairlead.server.proxy.mirror;

import dev.fairlead.server.proxy.front.SpareBytes;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.Trailer;
import dev.fairlead.server.upstream.timer.Timers;
import java.util.List;

/** The request that a copy is made from. Asked on its IO thread, also when it is over already. */
public interface CopySource {

    RequestRun run();

    /** Of the request's body, and of the copy's. */
    BodyFraming framing();

    RequestHead head(String backendAddress);

    /** What follows a chunked body; complete once that has been read. */
    List<Trailer> trailers();

    SpareBytes memory();

    Timers timers();

    /** Runs it on the same thread, after what is going on now. */
    void later(Runnable task);
}
