package dev.fairlead.server.upstream;

import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.upstream.http1.InputBuffer;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.timer.WheelTimer;
import dev.fairlead.server.upstream.tls.TlsSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * One connection to a backend, used for one exchange after the other. Used only on its IO thread. Read interest stays
 * on while it is idle and while it is busy: this detects a backend that closes the connection, and costs no system call
 * per request.
 */
public final class UpstreamConnection {

    private static final Logger log = LoggerFactory.getLogger(UpstreamConnection.class);

    private enum State {
        HELD,
        BUSY,
        IDLE,
        TUNNEL,
        CLOSED
    }

    final Lane lane;
    final ConnectionInput inbound;
    final ConnectionOutput outbound;
    final ResponseHeadReader heads = new ResponseHeadReader();
    private final BackendConnections home;
    private final StreamConnection socket;
    private final WheelTimer timer;
    private State state = State.HELD;
    private @Nullable UpstreamExchange exchange;

    private @Nullable Tunnel tunnel;
    private boolean reused;
    private long idleSince;
    private long idleUntil;

    /** Neighbours in the idle stack. */
    @Nullable
    UpstreamConnection newer;

    @Nullable
    UpstreamConnection older;

    UpstreamConnection(
            BackendConnections home,
            Lane lane,
            StreamConnection socket,
            FairSource turn,
            StreamSourceConduit source,
            StreamSinkConduit sink) {
        this.home = home;
        this.lane = lane;
        this.socket = socket;
        this.inbound = new ConnectionInput(source, turn, lane);
        this.outbound = new ConnectionOutput(sink, lane);
        this.timer = lane.wheel.unarmed(this::deadline);
        Events events = new Events();
        source.setReadReadyHandler(events);
        sink.setWriteReadyHandler(events);
        source.resumeReads();
        home.openConnections(lane).add(this);
    }

    /** Whether it has carried an exchange before: the backend may have closed it meanwhile. */
    public boolean reused() {
        return reused;
    }

    /**
     * Starts the exchange. Nothing is written yet: the head waits for the first body bytes, to leave with them, or for
     * {@link UpstreamExchange#flush}.
     */
    public UpstreamExchange send(RequestHead head, ExchangeTimeouts timeouts, ExchangeListener listener) {
        if (state != State.HELD && state != State.CLOSED || exchange != null) {
            throw new IllegalStateException(this + " has an exchange, or was given back");
        }
        UpstreamExchange started = new UpstreamExchange(this, head, timeouts, listener);
        exchange = started;
        if (state == State.CLOSED) { // between acquire and send; the listener must not be called from in here
            lane.thread.execute(() -> started.fail(
                    UpstreamFailure.RESET_BEFORE_RESPONSE, "the connection was closed before the request"));
            return started;
        }
        state = State.BUSY;
        heads.begin();
        outbound.begin();
        boolean whole = false;
        try {
            head.writeTo(outbound.pending());
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
        watchDeadline();
        return started;
    }

    /** Its exchange has an answer, or has none and never will because the connection ended. */
    void answered(boolean came) {
        if (reused) {
            home.reused(this, came);
        }
    }

    /** Gives it back unused. */
    public void release() {
        if (state == State.HELD) {
            rest();
        }
    }

    StreamConnection socket() {
        return socket;
    }

    /** Out of the idle stack, into somebody's hands. */
    void hold() {
        state = State.HELD;
    }

    long idleSince() {
        return idleSince;
    }

    /** Looks whether the socket still says nothing; one that says anything, an end too, is closed. */
    boolean silent() {
        if (state == State.IDLE || state == State.HELD) {
            inbound.ready();
            try {
                if (inbound.fill(InputBuffer.SIZE) == 0) {
                    inbound.settle();
                    return true;
                }
            } catch (IOException e) {
                log.debug("event=idle-connection-broken backend={} cause={}", this, e.getMessage());
            }
            close();
        }
        return false;
    }

    /** The exchange let go; true if another one may follow. */
    boolean exchangeOver(boolean clean) {
        exchange = null;
        if (state != State.BUSY) {
            return false;
        }
        if (!clean || inbound.available() > 0) {
            close();
            return false;
        }
        reused = true;
        state = State.HELD;
        if (inbound.buffered() && !silent()) {
            return false;
        }
        return rest();
    }

    private boolean rest() {
        inbound.settle();
        idleSince = lane.now();
        idleUntil = idleSince + home.idleNanos();
        if (!home.keep(this)) {
            close();
            return false;
        }
        state = State.IDLE;
        inbound.source.resumeReads();
        timer.armBy(idleUntil);
        return true;
    }

    void watchDeadline() {
        UpstreamExchange current = exchange;
        if (current != null && current.nextDeadline() != Deadlines.NEVER) {
            timer.armBy(current.nextDeadline());
        }
    }

    /** The timer is armed for the earliest deadline there was; those move away with every exchange. */
    private void deadline() {
        long now = lane.now();
        UpstreamExchange current = exchange;
        if (state == State.BUSY && current != null) {
            current.checkDeadlines(now);
            watchDeadline();
        } else if (state == State.IDLE) {
            if (idleUntil <= now) {
                close();
            } else {
                timer.armBy(idleUntil);
            }
        }
    }

    StreamConnection tunnel(Duration patience, TunnelListener listener) {
        state = State.TUNNEL;
        Tunnel begun = new Tunnel(socket, lane, patience, listener);
        tunnel = begun;
        exchange = null;
        timer.cancel();
        outbound.drop();
        return begun.handOver(inbound, outbound, this::tunnelClosed);
    }

    /** On any thread. */
    private void tunnelClosed() {
        home.closed();
        try {
            lane.thread.execute(() -> home.openConnections(lane).remove(this));
        } catch (RejectedExecutionException e) {
            log.debug("event=lane-ended backend={}", this);
        }
    }

    /** Ends whatever it is at. */
    void cut() {
        UpstreamExchange current = exchange;
        if (state == State.BUSY && current != null) {
            current.fail(UpstreamFailure.CUT, OpenConnections.WHY_CUT);
        } else if (tunnel != null) {
            tunnel.end(UpstreamFailure.CUT, OpenConnections.WHY_CUT);
        } else {
            close();
        }
    }

    /** Closes the socket; its exchange, if there is one, is told by whoever closes. */
    void close() {
        if (state == State.CLOSED || state == State.TUNNEL) {
            return;
        }
        if (state == State.IDLE) {
            home.forget(this);
        }
        state = State.CLOSED;
        timer.cancel();
        inbound.drop();
        outbound.drop();
        if (outbound.sink instanceof TlsSink tls) {
            tls.sayGoodbye();
        }
        IoUtils.safeClose(socket);
        home.openConnections(lane).remove(this);
        home.closed();
    }

    private void terminated() {
        UpstreamExchange current = exchange;
        if (state == State.BUSY && current != null) {
            current.fail(UpstreamFailure.RESET_BEFORE_RESPONSE, "the worker is shutting down");
        } else {
            close();
        }
    }

    @Override
    public String toString() {
        return home + " (" + state + ")";
    }

    /** What the socket reports. */
    private final class Events implements ReadReadyHandler, WriteReadyHandler {

        @Override
        public void readReady() {
            inbound.ready();
            UpstreamExchange current = exchange;
            if (state == State.BUSY && current != null) {
                current.readable();
                if (state == State.BUSY) {
                    inbound.settle();
                }
            } else {
                silent();
            }
        }

        @Override
        public void writeReady() {
            UpstreamExchange current = exchange;
            if (state == State.BUSY && current != null) {
                current.writable();
            } else {
                flushLeftOver();
            }
        }

        /** Only TLS has something to say outside an exchange. */
        private void flushLeftOver() {
            try {
                if (outbound.sink.flush()) {
                    outbound.sink.suspendWrites();
                }
            } catch (IOException e) {
                log.debug("event=idle-connection-broken backend={} cause={}", this, e.getMessage());
                close();
            }
        }

        @Override
        public void forceTermination() {
            UpstreamConnection.this.terminated();
        }

        /** One direction was shut down, by ourselves: nothing new. */
        @Override
        public void terminated() {}
    }
}
