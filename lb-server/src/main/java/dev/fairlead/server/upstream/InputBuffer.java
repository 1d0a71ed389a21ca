package dev.fairlead.server.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xnio.conduits.StreamSourceConduit;

/** Bytes that came from a backend and are not consumed yet: {@code bytes[start..end)}. */
final class InputBuffer {

    static final int SIZE = 16 * 1024;

    byte[] bytes = new byte[SIZE];
    int start;
    int end;
    private ByteBuffer view = ByteBuffer.wrap(bytes);

    int available() {
        return end - start;
    }

    boolean full() {
        return end == bytes.length;
    }

    /** One read from the source behind what is there; there must be room. */
    int fill(StreamSourceConduit source) throws IOException {
        view.limit(bytes.length).position(end);
        int read = source.read(view);
        if (read > 0) {
            end += read;
        }
        return read;
    }

    /** Moves the rest to the front if nothing else makes room, and grows up to that size. */
    void makeRoom(int limit) {
        if (!full()) {
            return;
        }
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, available());
            end -= start;
            start = 0;
        } else if (bytes.length < limit) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, bytes.length * 2));
            view = ByteBuffer.wrap(bytes);
        }
    }

    /** Moves at most {@code limit} bytes over. */
    int drainTo(ByteBuffer target, long limit) {
        int count = (int) Math.min(Math.min(available(), target.remaining()), limit);
        target.put(bytes, start, count);
        skip(count);
        return count;
    }

    void skip(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    void clear() {
        start = 0;
        end = 0;
    }

    /** One that an unusual head has blown up is not kept. */
    boolean ordinary() {
        return bytes.length == SIZE;
    }
}
