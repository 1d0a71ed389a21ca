package dev.fairlead.server.upstream.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes received from a backend and not consumed yet: {@code bytes[start..end)}. */
public final class InputBuffer {

    public static final int SIZE = 16 * 1024;

    byte[] bytes = new byte[SIZE];
    int start;
    int end;
    private ByteBuffer view = ByteBuffer.wrap(bytes);

    public int available() {
        return end - start;
    }

    public boolean full() {
        return end == bytes.length;
    }

    /** The room behind what is there; what was put into it counts with {@link #filled}. */
    public ByteBuffer room() {
        return view.limit(bytes.length).position(end);
    }

    public void filled(int count) {
        end += count;
    }

    /** Moves the rest to the front if nothing else makes room, and grows up to that size. */
    public void makeRoom(int limit) {
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
    public int drainTo(ByteBuffer target, long limit) {
        int count = (int) Math.min(Math.min(available(), target.remaining()), limit);
        target.put(bytes, start, count);
        skip(count);
        return count;
    }

    public void skip(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    public void clear() {
        start = 0;
        end = 0;
    }

    /** One that an unusual head has blown up is not kept. */
    public boolean ordinary() {
        return bytes.length == SIZE;
    }
}
