package dev.fairlead.server.proxy.front;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Discards what a client still sends after its answer. Closing a socket with unread bytes resets the connection, and
 * the client may lose the answer. So the bytes are read, up to a limit, a full buffer at a time, within turns.
 */
final class Discard {

    /** More than most clients send before they look at the answer, and a few milliseconds of work. */
    static final long BYTES = 16 * 1024 * 1024;

    private final ByteBufferPool buffers;
    private long left = BYTES;

    Discard(ByteBufferPool buffers) {
        this.buffers = buffers;
    }

    /** Reads some; −1 at the end, and when enough has come. */
    int from(StreamSourceConduit source) throws IOException {
        try (PooledByteBuffer buffer = buffers.allocate()) {
            while (left > 0) {
                int count = source.read(buffer.getBuffer().clear());
                if (count <= 0) {
                    return count;
                }
                left -= count;
            }
        }
        return -1;
    }
}
