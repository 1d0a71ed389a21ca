package dev.fairlead.server.upstream;

import java.util.List;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/** One request and its answer. On the IO thread of its connection only, and dead once it has ended or failed. */
public final class UpstreamExchange {

    /**
     * Takes the body; {@code terminateWrites} ends it. Refuses more or fewer bytes than announced. After an early answer
     * or a failed write it swallows what still comes.
     */
    public StreamSinkConduit requestBody() {
        throw new UnsupportedOperationException();
    }

    /** Fields behind a chunked request body, to be set before its {@code terminateWrites}. */
    public void requestTrailers(List<Trailer> trailers) {}

    /** Gives the body; −1 at its end, an IOException if it was cut off. Bytes that lie ready make it call, too. */
    public StreamSourceConduit responseBody() {
        throw new UnsupportedOperationException();
    }

    /** What followed a chunked response body; complete once it has ended. */
    public List<Trailer> trailers() {
        return List.of();
    }

    /** Writes what waits, the head included; what the socket does not take goes out as soon as it does. */
    public void flush() {}

    /** Closes the connection; the listener hears nothing more. */
    public void cancel() {}

    /** Swallows what is still written to the request body, up to a limit, and wakes its writer once so that it ends. */
    public void discardRequestBody() {}

    /** After a 101: the connection as it is, with the bytes that already came pushed back. It is the caller's now. */
    public StreamConnection upgrade() {
        throw new UnsupportedOperationException();
    }

    /** How many bytes of the request the socket took. */
    public long bytesWritten() {
        return 0;
    }
}
