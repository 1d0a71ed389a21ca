package dev.fairlead.server.backend;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.upstream.BackendConnections;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A backend that exists: from its declaration until its last request is over. Weight, tags and admin state may change
 * meanwhile, and are therefore not here; another url is another backend.
 */
public final class RunningBackend {

    /** Where the counter lies within its array; what is around it keeps neighbours' counters off its cache lines. */
    private static final int MIDDLE = 16;

    /** What one tunnel counts for; attempts, tunnels among them, are counted below it. */
    private static final long TUNNEL = 1L << 32;

    private final String pool;
    private final String id;
    private final URI url;
    private final String address;
    private final BackendConnections connections;
    private final BackendCounters counters;
    private final RecentFailures recentFailures;

    /**
     * One number and not a cell for each lane: a strategy compares it over all endpoints for each choice, and would
     * touch a cache line for each lane and endpoint. Tunnels lie in its upper half, so that both are read in one moment.
     */
    private final AtomicLongArray inFlight = new AtomicLongArray(2 * MIDDLE);

    private volatile @Nullable ProbeReport lastProbe;
    private volatile boolean retired;

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

    /** From any thread; holds for every connection that is taken or given back from now on. */
    public void limit(Connections limits) {
        connections.limits(limits);
    }

    /** All that hold a descriptor: being connected, busy, idle and tunnels. */
    public int openConnections() {
        return connections.open();
    }

    public BackendCounters counters() {
        return counters;
    }

    public RecentFailures recentFailures() {
        return recentFailures;
    }

    /** Attempts that are not over; a tunnel counts until it is closed. Exact, from any thread. */
    public int inFlight() {
        return (int) inFlight.get(MIDDLE);
    }

    /** How many of those in flight have become tunnels. Exact, from any thread. */
    public int tunnels() {
        return (int) (inFlight.get(MIDDLE) >> 32);
    }

    /** Both at one moment. */
    public InFlight left() {
        long both = inFlight.get(MIDDLE);
        int tunnels = (int) (both >> 32);
        return new InFlight((int) both - tunnels, tunnels);
    }

    /** An attempt begins; it has to {@link #leave} exactly once. */
    public void enter() {
        inFlight.getAndIncrement(MIDDLE);
    }

    public void leave() {
        inFlight.getAndDecrement(MIDDLE);
    }

    /** An attempt that has entered became a tunnel; it has to {@link #leaveTunnel} instead. */
    public void becomeTunnel() {
        inFlight.getAndAdd(MIDDLE, TUNNEL);
    }

    public void leaveTunnel() {
        inFlight.getAndAdd(MIDDLE, -TUNNEL - 1);
    }

    /**
     * Completes when every IO thread has finished what it was doing at this moment. A thread that had read an older table
     * has entered its choice by then, so that in a table without this backend nothing enters it any more.
     */
    public CompletionStage<Void> passed() {
        return connections.passed();
    }

    /** Ends what is in flight, whatever it is at: its clients are told as of a reset, and health is not. */
    public void cut() {
        connections.cut();
    }

    /** Null before the first one. */
    public @Nullable ProbeReport lastProbe() {
        return lastProbe;
    }

    public void lastProbe(ProbeReport report) {
        lastProbe = report;
    }

    /** No longer declared; what is in flight finishes. */
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
