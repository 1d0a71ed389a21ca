package dev.fairlead.server.proxy;

import dev.fairlead.server.proxy.front.OneBufferSource;
import dev.fairlead.server.proxy.head.Rejection;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The body from the client. It is read only once a backend is connected, and that is also when a waiting client gets
 * its 100-continue. Enforces the limit for bodies without a declared length.
 */
final class IncomingBody extends OneBufferSource {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ProxiedRequest request;
    private final long limit;
    private boolean continueExpected;

    IncomingBody(StreamSourceConduit next, ProxiedRequest request, long limit, boolean continueExpected) {
        super(next);
        this.request = request;
        this.limit = limit;
        this.continueExpected = continueExpected;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count;
        try {
            if (continueExpected) {
                continueExpected = false;
                tellToContinue();
            }
            count = next.read(target);
        } catch (IOException e) {
            request.clientBroke();
            throw e;
        }
        if (count > 0) {
            request.bodyBytesCame(count);
            if (limit > 0 && request.bodyBytesIn() > limit) {
                request.reject(Rejection.BODY_TOO_LARGE);
                throw new CallFailed("the body is larger than " + limit + " bytes");
            }
            request.bodyPassed(target, count);
        } else if (count == 0) {
            request.bodyAwaited();
        } else {
            request.bodyCame();
        }
        return count;
    }

    /** Nothing else is under way to this client, so the few bytes find room in the socket. */
    private void tellToContinue() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(CONTINUE);
        ((HttpServerConnection) request.exchange.getConnection())
                .getOriginalSinkConduit()
                .write(bytes);
        if (bytes.hasRemaining()) {
            throw new CallFailed("the client accepts no bytes");
        }
    }
}
