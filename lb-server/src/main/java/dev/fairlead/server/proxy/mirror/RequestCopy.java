package dev.fairlead.server.proxy.mirror;

import dev.fairlead.server.proxy.front.SpareBytes;
import dev.fairlead.server.routing.CopyAttempt;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.routing.MirrorResult;
import dev.fairlead.server.upstream.http1.BodyFraming;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one request: keeps the body that passes, and leaves when that is whole. However it ends, it ends once, is
 * counted and gives back what it held. On the IO thread of its request, which it may outlive.
 */
public final class RequestCopy implements SpareBytes.Holder {

    static final String MARK = "X-Mirrored-By";
    static final int MOST_BODY = 1024 * 1024;

    /** What it costs on the heap, with its head and the request that it comes from. */
    static final int COST = 8 * 1024;

    private enum State {
        COLLECTING,
        WAITING,
        SENT,
        OVER
    }

    private final CopySource source;
    private final CopyLane lane;
    private final CopyBody body;
    private State state = State.COLLECTING;
    private long reserved;
    private @Nullable CopyCall call;

    RequestCopy(CopySource source, CopyLane lane) {
        this.source = source;
        this.lane = lane;
        this.body = new CopyBody(source.framing());
    }

    void begin() {
        if (source.run().facts().header(MARK) != null) {
            drop(MirrorResult.DROPPED_COPY);
        } else if (source.framing().length() > MOST_BODY) {
            drop(MirrorResult.DROPPED_BODY);
        } else {
            reserve(COST);
        }
    }

    private boolean reserve(long bytes) {
        if (bytes == 0) {
            return true;
        }
        if (!source.memory().reserve(this, bytes)) {
            drop(MirrorResult.DROPPED_MEMORY);
            return false;
        }
        reserved += bytes;
        return true;
    }

    /**
     * Bytes of the body have passed.
     *
     * @param read has them right before its position
     */
    public void take(ByteBuffer read, int count) {
        if (state != State.COLLECTING) {
            return;
        }
        if (body.size() + count > MOST_BODY) {
            drop(MirrorResult.DROPPED_BODY);
        } else if (reserve(body.room(count))) {
            body.add(read, count);
            if (source.framing().kind() == BodyFraming.Kind.LENGTH
                    && body.size() == source.framing().length()) {
                whole();
            }
        }
    }

    /** All of the body has passed. The original goes first: its turn comes right after this one. */
    public void whole() {
        if (state != State.COLLECTING) {
            return;
        }
        state = State.WAITING;
        try {
            source.later(this::send);
        } catch (RejectedExecutionException e) {
            drop(MirrorResult.DROPPED_INCOMPLETE); // the thread ends, and the original with it
        }
    }

    /** Of the original nothing more comes; half a copy is worth nothing. */
    public void originalOver() {
        if (state == State.COLLECTING) {
            drop(MirrorResult.DROPPED_INCOMPLETE);
        }
    }

    @Override
    public void letGo() {
        if (call == null) {
            drop(MirrorResult.DROPPED_MEMORY);
        } else {
            call.giveUp(MirrorResult.DROPPED_MEMORY);
        }
    }

    private void send() {
        if (state != State.WAITING) {
            return;
        }
        if (!lane.enter()) {
            drop(MirrorResult.DROPPED_BUSY);
            return;
        }
        CopyAttempt attempt = source.run().copy();
        if (attempt == null) {
            lane.leave();
            drop(MirrorResult.DROPPED_NONE_ELIGIBLE);
            return;
        }
        state = State.SENT;
        CopyCall started = new CopyCall(this, source, attempt, body.buffers(), lane);
        call = started;
        started.start();
    }

    /** Its call is over. */
    void ended(MirrorResult result) {
        lane.leave();
        drop(result);
    }

    private void drop(MirrorResult result) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        if (reserved > 0) {
            source.memory().giveBack(this, reserved);
            reserved = 0;
        }
        LiveRoute route = source.run().route();
        if (route != null) {
            route.counters().mirrored(source.run().lane(), result);
        }
    }

    @Override
    public String toString() {
        return "copy of request " + source.run().facts().id() + " (" + state + ")";
    }
}
