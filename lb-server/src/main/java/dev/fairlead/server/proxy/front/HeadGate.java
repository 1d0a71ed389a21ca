package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Between heads and Undertow, which gets of them what was judged, and of those that are refused nothing more. */
final class HeadGate {

    private final RequestHeadReader head = new RequestHeadReader();

    /** Whether what comes is a head. */
    private boolean inHead = true;

    RequestHeadReader head() {
        return head;
    }

    boolean inHead() {
        return inHead;
    }

    /** What comes now belongs to the request whose head is complete. */
    void passed() {
        inHead = false;
    }

    /** The request is over. */
    void next(boolean anotherMayCome) {
        head.reset();
        inHead = anotherMayCome;
    }

    /** Whether neither a part of a head nor anything behind one has come. */
    boolean waits() {
        return inHead && !head.begun();
    }

    /** Why the head is refused; null as long as nothing is wrong. */
    @Nullable
    Rejection rejection() {
        return head.rejection();
    }

    /**
     * Judges what has come, and leaves of it what may go on, without an empty line in front.
     *
     * @param from where in the buffer it begins; it ends at the position
     */
    int judge(ByteBuffer buffer, int from, Frontend frontend) {
        int to = buffer.position();
        int skipped = head.read(buffer, from, to, frontend);
        if (head.rejection() != null) {
            buffer.position(from);
            return 0;
        }
        if (skipped > 0) {
            ByteBuffer rest = buffer.duplicate().position(from + skipped).limit(to);
            buffer.position(from).put(rest);
        }
        return to - from - skipped;
    }
}
