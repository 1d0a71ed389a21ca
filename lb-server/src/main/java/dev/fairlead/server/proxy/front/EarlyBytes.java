package dev.fairlead.server.proxy.front;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Bytes that a client sent before its answer was complete: the beginning of its next request. Kept in an array of about
 * that size, because a client may leave it there indefinitely, and thousands may do so with one byte each.
 */
final class EarlyBytes {

    /** As much is read ahead to notice the client's end behind it; what is more waits in the socket. */
    private static final int READ_AHEAD = 1024;

    private static final int SMALLEST = 64;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private boolean ended;

    boolean isEmpty() {
        return start == end;
    }

    /** Whether no more is read ahead. */
    boolean isFull() {
        return end - start >= READ_AHEAD;
    }

    /** What it costs to keep them. */
    int held() {
        return bytes.length;
    }

    /** Takes what fits from the socket; whether that was something. */
    boolean readFrom(StreamSourceConduit socket, ByteBufferPool buffers) {
        if (isFull()) {
            return false;
        }
        try (PooledByteBuffer lent = buffers.allocate()) {
            ByteBuffer buffer = lent.getBuffer();
            buffer.limit(READ_AHEAD - (end - start));
            int count = socket.read(buffer);
            ended |= count < 0;
            add(buffer.flip());
            return count > 0;
        } catch (IOException e) {
            ended = true;
            return false;
        }
    }

    /** Whether the client's end was seen behind them. */
    boolean ended() {
        return ended;
    }

    /** Takes all of it. */
    void add(ByteBuffer more) {
        int count = more.remaining();
        if (count == 0) {
            return;
        }
        if (count > bytes.length - end) {
            byte[] before = bytes;
            int kept = end - start;
            byte[] larger = new byte[Math.max(SMALLEST, Math.max(kept + count, 2 * kept))];
            System.arraycopy(before, start, larger, 0, kept);
            bytes = larger;
            start = 0;
            end = kept;
        }
        more.get(bytes, end, count);
        end += count;
    }

    /** Takes all of it, in front of what is there. */
    void putBefore(ByteBuffer first) {
        ByteBuffer then = ByteBuffer.wrap(bytes, start, end - start);
        clear();
        add(first);
        add(then);
    }

    int drainTo(ByteBuffer target) {
        int count = Math.min(end - start, target.remaining());
        target.put(bytes, start, count);
        start += count;
        if (start == end) {
            clear();
        }
        return count;
    }

    void clear() {
        bytes = NOTHING;
        start = 0;
        end = 0;
    }
}
