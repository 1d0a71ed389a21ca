package dev.fairlead.server.proxy.mirror;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the copies of one IO thread share. */
final class CopyLane {

    /** More would be a backlog, and no picture of the traffic any more. */
    static final int MOST_IN_FLIGHT = 256;

    private static final int SCRATCH = 16 * 1024;

    private int inFlight;
    private @Nullable ByteBuffer scratch;

    /** @return false if there are too many */
    boolean enter() {
        if (inFlight >= MOST_IN_FLIGHT) {
            return false;
        }
        inFlight++;
        return true;
    }

    void leave() {
        inFlight--;
    }

    /** Takes what nobody reads. */
    ByteBuffer scratch() {
        ByteBuffer buffer = scratch;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(SCRATCH);
            scratch = buffer;
        }
        return buffer.clear();
    }
}
