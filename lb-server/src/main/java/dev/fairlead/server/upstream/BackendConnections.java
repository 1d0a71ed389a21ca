package dev.fairlead.server.upstream;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.tls.TlsClient;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** The connections to one backend: idle ones per IO thread, with one limit over all threads. */
public final class BackendConnections implements AutoCloseable {

    /** An idle connection that has rested longer is looked at before it is used; below, its events will have told. */
    private static final long TRUSTED_NANOS = 10_000_000;

    private static final Acquisition OVER = () -> {};

    private final UpstreamResources upstreams;
    private final Destination destination;
    private final TlsClient tls;
    private final IdleStack[] stacks;

    private final OpenConnections[] openConnections;
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Connections limits;
    private volatile boolean closed;
    private volatile boolean cut;

    public BackendConnections(UpstreamResources upstreams, Destination destination, Connections limits) {
        this.upstreams = upstreams;
        this.destination = destination;
        this.tls = upstreams.tlsClient(destination);
        this.limits = limits;
        this.stacks = new IdleStack[upstreams.lanes()];
        this.openConnections = new OpenConnections[upstreams.lanes()];
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new IdleStack();
            openConnections[i] = new OpenConnections();
        }
    }

    public Destination destination() {
        return destination;
    }

    /** From any thread; applies to every connection taken or returned from now on. */
    public void limits(Connections limits) {
        this.limits = limits;
    }

    /**
     * An idle connection of this thread, or a new one. Called on {@code thread}, calls back on it, maybe inline.
     *
     * @param connectTimeoutNanos for all addresses and the TLS handshake together; 0 for none
     */
    public Acquisition acquire(
            XnioIoThread thread, Reuse reuse, long connectTimeoutNanos, ConnectionCallback callback) {
        return acquire(upstreams.lane(thread), reuse, connectTimeoutNanos, callback);
    }

    /** The same for who knows his IO thread by its number. */
    public Acquisition acquire(int lane, Reuse reuse, long connectTimeoutNanos, ConnectionCallback callback) {
        return acquire(upstreams.lane(lane), reuse, connectTimeoutNanos, callback);
    }

    private Acquisition acquire(Lane lane, Reuse reuse, long connectTimeoutNanos, ConnectionCallback callback) {
        UpstreamConnection kept = takeIdle(lane, reuse);
        if (kept != null) {
            hand(kept, callback);
            return OVER;
        }
        if (reserve() || closeOldest(lane.number()) && reserve()) {
            return dial(lane, connectTimeoutNanos, callback);
        }
        IdleReclaim reclaim = new IdleReclaim(this, lane, connectTimeoutNanos, callback);
        reclaim.next();
        return reclaim;
    }

    public int idle() {
        return idle.get();
    }

    /** All that hold a descriptor: connecting, busy, idle and tunnels. */
    public int open() {
        return open.get();
    }

    /** Idle connections close now, busy ones when they come back. Idempotent, from any thread. */
    @Override
    public void close() {
        closed = true;
        onEachLane(this::closeAll);
    }

    /** Ends all connections, whatever they are at, and those that would be opened yet. Idempotent, from any thread. */
    public void cut() {
        closed = true;
        cut = true;
        onEachLane(lane -> openConnections[lane].cut());
    }

    /** Completes when every IO thread has finished what it was doing at this moment; its stages run on one of them. */
    public CompletionStage<Void> passed() {
        return upstreams.passed();
    }

    private void onEachLane(IntConsumer task) {
        for (int i = 0; i < stacks.length; i++) {
            int number = i;
            try {
                upstreams.lane(number).thread.execute(() -> task.accept(number));
            } catch (RejectedExecutionException e) {
                return; // the worker is going down, and takes its sockets with it
            }
        }
    }

    private void closeAll(int lane) {
        while (closeOldest(lane)) {}
    }

    private @Nullable UpstreamConnection takeIdle(Lane lane, Reuse reuse) {
        IdleStack stack = stacks[lane.number()];
        if (reuse == Reuse.NONE || !stack.trusted(lane.now())) {
            return null;
        }
        while (true) {
            UpstreamConnection top = stack.pop();
            if (top == null) {
                return null;
            }
            idle.decrementAndGet();
            top.hold();
            boolean trusted = reuse == Reuse.KEPT && lane.now() - top.idleSince() < TRUSTED_NANOS;
            if (trusted || top.silent()) {
                return top;
            }
        }
    }

    /** Whether one was closed, on that lane's thread. */
    boolean closeOldest(int lane) {
        UpstreamConnection oldest = stacks[lane].oldest();
        if (oldest == null) {
            return false;
        }
        oldest.close();
        return true;
    }

    /** One that nobody took charge of must not stay open for ever. */
    static void hand(UpstreamConnection connection, ConnectionCallback callback) {
        boolean taken = false;
        try {
            callback.connected(connection);
            taken = true;
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    int idleOn(int lane) {
        return stacks[lane].size();
    }

    Lane lane(int number) {
        return upstreams.lane(number);
    }

    int lanes() {
        return stacks.length;
    }

    /** Takes one of the connections that the ceiling leaves. */
    boolean reserve() {
        int ceiling = limits.maxPerBackend();
        if (open.incrementAndGet() <= ceiling || ceiling == 0) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    /** With one reserved. */
    Acquisition dial(Lane lane, long timeoutNanos, ConnectionCallback callback) {
        Dial dial = new Dial(this, lane, destination, upstreams.resolver(), tls, callback);
        openConnections(lane).add(dial);
        dial.start(timeoutNanos);
        return dial;
    }

    String atCapacity() {
        return "all " + limits.maxPerBackend() + " connections to " + destination + " are in use";
    }

    long idleNanos() {
        return limits.idle().toNanos();
    }

    /** Whether a connection that has become idle is in its stack now. */
    boolean keep(UpstreamConnection connection) {
        Connections now = limits;
        int ceiling = now.maxPerBackend();
        if (closed || now.idle().isZero() || ceiling > 0 && open.get() > ceiling) {
            return false;
        }
        if (idle.incrementAndGet() > now.maxIdlePerBackend()) {
            idle.decrementAndGet();
            return false;
        }
        stacks[connection.lane.number()].push(connection);
        return true;
    }

    /** What became of a request on a connection that had carried one before. */
    void reused(UpstreamConnection connection, boolean answered) {
        IdleStack stack = stacks[connection.lane.number()];
        if (answered) {
            stack.served();
        } else {
            stack.died(connection.lane.now());
        }
    }

    /** An idle connection is being closed. */
    void forget(UpstreamConnection connection) {
        stacks[connection.lane.number()].remove(connection);
        idle.decrementAndGet();
    }

    /** On the lane's thread. */
    OpenConnections openConnections(Lane lane) {
        return openConnections[lane.number()];
    }

    public boolean isCut() {
        return cut;
    }

    /** One that was reserved is no more. */
    void closed() {
        open.decrementAndGet();
    }

    @Override
    public String toString() {
        return destination.toString();
    }
}
