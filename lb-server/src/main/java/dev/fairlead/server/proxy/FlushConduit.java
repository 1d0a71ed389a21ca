package dev.fairlead.server.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Makes sure that the backend's data reaches the client immediately, not with the next data. Undertow's transfer does
 * not flush until the end, but it suspends writes whenever its buffer is empty; that is when this flushes.
 */
final class FlushConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private final ProxiedRequest request;

    /** Whether the transfer itself wants to be called; the socket may be watched for our flush alone. */
    private boolean wanted;

    private boolean ending;
    private boolean answered;
    private boolean watched;

    /** The last write or flush did not go through. */
    private boolean held;

    private long taken;

    FlushConduit(ProxiedRequest request, StreamSinkConduit next) {
        super(next);
        this.request = request;
    }

    @Override
    public void suspendWrites() {
        wanted = false;
        if (ending) {
            next.suspendWrites();
        } else {
            flushNow();
        }
    }

    /** If the socket is full the transfer is called once more when it is not, and suspends once more. */
    void flushNow() {
        if (ending || next.isWriteShutdown()) {
            return;
        }
        try {
            if (!flushed(next.flush())) {
                next.resumeWrites();
            } else if (!wanted) {
                next.suspendWrites();
            }
        } catch (IOException e) {
            next.suspendWrites();
            // From inside the transfer: its exception handler is not ours to call, so the client counts as gone later.
            request.exchange.getIoThread().execute(request::clientGone);
        }
    }

    @Override
    public void resumeWrites() {
        wanted = true;
        next.resumeWrites();
    }

    @Override
    public void wakeupWrites() {
        wanted = true;
        next.wakeupWrites();
    }

    @Override
    public boolean isWriteResumed() {
        return wanted;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            int count = next.write(source);
            taken += count;
            wrote(count, source.hasRemaining());
            return count;
        } catch (IOException e) {
            request.clientBroke();
            throw e;
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        try {
            return next.write(sources, offset, length);
        } catch (IOException e) {
            request.clientBroke();
            throw e;
        }
    }

    private void wrote(int count, boolean incomplete) {
        if (!incomplete) {
            flushed(true);
        } else if (count > 0 || !held) {
            hold();
        }
    }

    private boolean flushed(boolean all) {
        if (!all && !held) {
            hold();
        } else if (all && held) {
            held = false;
            request.answerTaken();
        }
        return all;
    }

    private void hold() {
        held = true;
        request.answerHeld();
        if (!watched) {
            watch();
        }
    }

    /** Whether the last bytes did not go through, so that somebody waits to write them. */
    boolean isHeld() {
        return held;
    }

    /** Bytes that the client was given so far, of which its socket may still hold some. */
    long taken() {
        return taken;
    }

    /** Whether bytes wait here for the client to take some of those before them. */
    boolean holdsBytes() {
        return next.isWriteResumed() && !next.isWriteShutdown();
    }

    /** The first write that does not go through starts this, so that a client that keeps up costs no timer. */
    private void watch() {
        watched = true;
        long patience = request.patienceMillis();
        if (patience > 0 && !request.isOver()) {
            long before = taken;
            request.exchange.getIoThread().executeAfter(() -> takesSomething(before), patience, TimeUnit.MILLISECONDS);
        }
    }

    private void takesSomething(long before) {
        if (request.isOver()) {
            return;
        }
        if (!held) {
            watched = false; // it has taken all there was
        } else if (taken == before) {
            request.clientGone();
        } else {
            watch();
        }
    }

    @Override
    public void terminateWrites() throws IOException {
        ending = true;
        next.terminateWrites();
    }

    @Override
    public void truncateWrites() throws IOException {
        ending = true;
        next.truncateWrites();
    }

    @Override
    public boolean flush() throws IOException {
        boolean flushed;
        try {
            flushed = flushed(next.flush());
        } catch (IOException e) {
            request.clientBroke();
            throw e;
        }
        if (flushed && ending && !answered) {
            answered = true;
            request.answeredEarly();
        }
        return flushed;
    }
}
