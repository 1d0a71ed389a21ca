package dev.fairlead.server.upstream.tls;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * Drives one handshake. The engine's heavy work runs on a helper thread, and only one of the two threads uses the
 * engine at a time: while a task is running, events are not handled.
 */
final class TlsHandshake implements ReadReadyHandler, WriteReadyHandler {

    private final TlsLink link;
    private final XnioIoThread thread;
    private final StreamSourceConduit source;
    private final StreamSinkConduit sink;
    private final Executor helpers;
    private final TlsClient.Outcome outcome;
    private boolean taskOut;
    private boolean over;

    TlsHandshake(
            TlsLink link, XnioIoThread thread, StreamConnection socket, Executor helpers, TlsClient.Outcome outcome) {
        this.link = link;
        this.thread = thread;
        this.source = socket.getSourceChannel().getConduit();
        this.sink = socket.getSinkChannel().getConduit();
        this.helpers = helpers;
        this.outcome = outcome;
    }

    void start() {
        source.setReadReadyHandler(this);
        sink.setWriteReadyHandler(this);
        try {
            link.engine.beginHandshake();
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
        }
        proceed();
    }

    @Override
    public void readReady() {
        proceed();
    }

    @Override
    public void writeReady() {
        proceed();
    }

    /** The socket is closed: the connect timer, or the one who waits, gave up. */
    @Override
    public void terminated() {
        stop();
    }

    @Override
    public void forceTermination() {
        fail("the worker is shutting down");
    }

    private void proceed() {
        source.suspendReads();
        sink.suspendWrites();
        try {
            while (!over && !taskOut && step()) {}
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    /** False if it goes on with the next event. */
    private boolean step() throws IOException {
        switch (link.engine.getHandshakeStatus()) {
            case NEED_TASK -> delegate();
            case NEED_WRAP -> {
                if (!link.wrapHandshake()) {
                    sink.resumeWrites();
                    return false;
                }
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!link.unwrapHandshake()) {
                    source.resumeReads();
                    return false;
                }
            }
            default -> {
                if (!link.flush()) {
                    sink.resumeWrites();
                    return false;
                }
                over = true;
                link.established();
                outcome.secured(new TlsSource(source, link), new TlsSink(sink, link));
            }
        }
        return true;
    }

    private void delegate() {
        taskOut = true;
        helpers.execute(() -> {
            link.runTasks();
            thread.execute(() -> {
                taskOut = false;
                if (over) {
                    link.release();
                } else {
                    proceed();
                }
            });
        });
    }

    /** Tells the backend why, as far as the socket takes it. */
    private void fail(String why) {
        if (over) {
            return;
        }
        over = true;
        try {
            link.wrapHandshake();
        } catch (IOException e) {
            why = why.equals(e.getMessage()) ? why : why + "; " + e.getMessage();
        }
        link.release();
        outcome.failed(why);
    }

    private void stop() {
        if (!over) {
            over = true;
            if (!taskOut) {
                link.release();
            }
        }
    }
}
