package dev.fairlead.server.backend;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.upstream.BackendConnections;
import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A running backend: from its declaration until its last request ends. Weight, tags and admin state may change in the
 * meantime and are therefore not here; with another url, it is another backend.
 */
public final class RunningBackend {

    /** The position of the counter in its array; the padding keeps other counters off its cache lines. */
    private static final int MIDDLE = 16;

    /** The unit for tunnels; attempts, including tunnels, are counted in the bits below it. */
    private static final long TUNNEL = 1L << 32;

    private final String pool;
    private final String id;
    private final URI url;
    private final String address;
    private final BackendConnections connections;
    private final BackendCounters counters;
    private final RecentFailures recentFailures;

    /**
     * One number instead of a cell per lane: a strategy compares it over all endpoints for each choice, and would touch
     * a cache line for each lane and endpoint. Tunnels are in its upper half, so that both are read at once.
     */
    private final AtomicLongArray inFlight = new AtomicLongArray(2 * MIDDLE);

    private volatile @Nullable ProbeReport lastProbe;
    private volatile boolean retired;

    /** Before anything that a clock says. */
    private volatile long lastSession = Long.MIN_VALUE;

    RunningBackend(String pool, String id, URI url, BackendConnections connections, int lanes) {
        this.pool = pool;
        this.id = id;
        this.url = url;
        this.address = url.getRawAuthority();
        this.connections = connections;
        this.counters = new BackendCounters(lanes);
        this.recentFailures = new RecentFailures(lanes);
    }

    public String pool() {
        return pool;
    }

    public String id() {
        return id;
    }

    public URI url() {
        return url;
    }

    /** {@code host:port}. */
    public String address() {
        return address;
    }

    public BackendConnections connections() {
        return connections;
    }

    public int idleConnections() {
        return connections.idle();
    }

    /** From any thread; applies to every connection taken or returned from now on. */
    public void limit(Connections limits) {
        connections.limits(limits);
    }

    /** All that hold a descriptor: connecting, busy, idle and tunnels. */
    public int openConnections() {
        return connections.open();
    }

    public BackendCounters counters() {
        return counters;
    }

    public RecentFailures recentFailures() {
        return recentFailures;
    }

    /** Attempts in flight; a tunnel counts until it is closed. Exact, from any thread. */
    public int inFlight() {
        return (int) inFlight.get(MIDDLE);
    }

    /** How many of them have become tunnels. Exact, from any thread. */
    public int tunnels() {
        return (int) (inFlight.get(MIDDLE) >> 32);
    }

    /** Both at one moment. */
    public InFlight left() {
        long both = inFlight.get(MIDDLE);
        int tunnels = (int) (both >> 32);
        return new InFlight((int) both - tunnels, tunnels);
    }

    /** An attempt begins; it must {@link #leave} exactly once. */
    public void enter() {
        inFlight.getAndIncrement(MIDDLE);
    }

    public void leave() {
        inFlight.getAndDecrement(MIDDLE);
    }

    /** An attempt became a tunnel; it must {@link #leaveTunnel} instead. */
    public void becomeTunnel() {
        inFlight.getAndAdd(MIDDLE, TUNNEL);
    }

    public void leaveTunnel() {
        inFlight.getAndAdd(MIDDLE, -TUNNEL - 1);
    }

    /**
     * Completes when every IO thread has finished what it is doing now. By then, a thread that had read an older table
     * has entered its choice, so once the table no longer has this backend, nothing enters it any more.
     */
    public CompletionStage<Void> passed() {
        return connections.passed();
    }

    /** Ends everything in flight: clients are treated as after a reset, but health is not affected. */
    public void cut() {
        connections.cut();
    }

    /**
     * A request of a session that it has kept, though it takes no new ones.
     *
     * @param nanos by the clock used for all requests
     */
    public void sessionCame(long nanos) {
        lastSession = nanos;
    }

    /** When that was the last time, if it ever was. */
    public OptionalLong lastSession() {
        long last = lastSession;
        return last == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** Null before the first one. */
    public @Nullable ProbeReport lastProbe() {
        return lastProbe;
    }

    public void lastProbe(ProbeReport report) {
        lastProbe = report;
    }

    /** No longer declared; requests in flight finish. */
    public boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
        connections.close();
    }

    @Override
    public String toString() {
        return pool + "/" + id + " (" + url + ")";
    }
}
