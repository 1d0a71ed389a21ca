package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.limit.ByteBudget;
import dev.fairlead.server.limit.ProcessLimits;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** All clients of the data port, and their limits: connections and bytes. */
public final class Clients {

    /** One place in so many is kept free for who comes next, as long as somebody can be let go. */
    private static final int KEPT_FREE = 16;

    /** A peer with more of all connections than one in so many, and more than a few, has many. */
    private static final int SHARE = 8;

    private static final int FEW = 16;

    private final ProcessLimits process;
    private final ByteBudget budget;
    private final LaneClients[] lanes;
    private final Set<FrontConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byPeer = new ConcurrentHashMap<>();
    private final Map<ConnectionRefusal, LongAdder> refused = new EnumMap<>(ConnectionRefusal.class);
    private volatile int limit;

    Clients(XnioWorker worker, ProcessLimits process) {
        this.process = process;
        this.budget = new ByteBudget(process.buffers(0));
        this.limit = process.clients(0);
        this.lanes = new LaneClients[worker.getIoThreadCount()];
        for (int i = 0; i < lanes.length; i++) {
            XnioIoThread thread = worker.getIoThread(i);
            lanes[thread.getNumber()] = new LaneClients(thread, this, budget.account());
        }
        for (ConnectionRefusal why : ConnectionRefusal.values()) {
            refused.put(why, new LongAdder());
        }
    }

    void limits(Limits limits) {
        limit = process.clients(limits.connections());
        budget.limit(process.buffers(limits.buffers()));
        relieve();
    }

    LaneClients lane(int number) {
        return lanes[number];
    }

    /** @return false if this peer has more than it may */
    boolean add(FrontConnection connection) {
        connections.add(connection);
        int ofPeer = byPeer.merge(connection.peer(), 1, Integer::sum);
        int most = connection.frontend().limits().connectionsPerClient();
        if (most > 0 && ofPeer > most && !connection.isTrusted()) {
            count(ConnectionRefusal.PER_CLIENT);
            return false;
        }
        if (nearlyFull()) {
            relieve();
        }
        return true;
    }

    void remove(FrontConnection connection) {
        connections.remove(connection);
        byPeer.computeIfPresent(connection.peer(), (peer, count) -> count == 1 ? null : count - 1);
    }

    boolean hasMany(InetAddress peer) {
        return byPeer.getOrDefault(peer, 0) > Math.max(FEW, connections.size() / SHARE);
    }

    boolean nearlyFull() {
        int most = limit;
        return connections.size() > Math.min(most - 1, most - most / KEPT_FREE);
    }

    void relieve() {
        for (LaneClients lane : lanes) {
            lane.relieve();
        }
    }

    /** Whether a thread has bytes that it lets go of as soon as it runs. */
    boolean willMakeRoom() {
        for (LaneClients lane : lanes) {
            if (lane.hasHalfHeads()) {
                return true;
            }
        }
        return false;
    }

    void count(ConnectionRefusal why) {
        Objects.requireNonNull(refused.get(why)).increment();
    }

    Set<FrontConnection> connections() {
        return connections;
    }

    /** Those that are connected, idle ones and tunnels included. */
    public int count() {
        return connections.size();
    }

    public int limit() {
        return limit;
    }

    public ByteBudget budget() {
        return budget;
    }

    /** Every reason, also those that never occurred. */
    public Map<String, Long> refusedByReason() {
        Map<String, Long> sums = new LinkedHashMap<>();
        refused.forEach((why, count) -> sums.put(why.code(), count.sum()));
        return sums;
    }
}
