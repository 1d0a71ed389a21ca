package dev.fairlead.server.proxy.front;

import java.nio.ByteBuffer;

/**
 * Follows a request line byte by byte, for two things that Undertow's parser hides: it serves every unknown version as
 * HTTP/1.1, and it drops the question mark of an empty query. Counts the bytes of the head on the way.
 */
public final class HeadWatch {

    private int bytes;
    private boolean lineEnded;
    private byte previous;
    private byte beforeTargetEnd;

    /** The last eight bytes, the youngest lowest. */
    private long tail;

    void reset() {
        bytes = 0;
        lineEnded = false;
        previous = 0;
        beforeTargetEnd = 0;
        tail = 0;
    }

    /** Looks at the bytes of {@code buffer} from one index to another, position and limit untouched. */
    void follow(ByteBuffer buffer, int from, int to) {
        bytes += to - from;
        for (int i = from; i < to && !lineEnded; i++) {
            byte b = buffer.get(i);
            if (b == ' ') {
                beforeTargetEnd = previous;
            }
            lineEnded = b == '\n';
            tail = tail << 8 | (b & 0xff);
            previous = b;
        }
    }

    /** Bytes seen so far; those of the body that came along included. */
    int bytes() {
        return bytes;
    }

    boolean lineEnded() {
        return lineEnded;
    }

    /** Whether the line ended in HTTP/1.1 or HTTP/1.0. */
    public boolean versionSupported() {
        char major = (char) (tail >>> 32 & 0xff);
        char minor = (char) (tail >>> 16 & 0xff);
        return major == '1' && (minor == '0' || minor == '1');
    }

    /** Whether the target ended in a question mark. */
    public boolean emptyQuery() {
        return beforeTargetEnd == '?';
    }
}
