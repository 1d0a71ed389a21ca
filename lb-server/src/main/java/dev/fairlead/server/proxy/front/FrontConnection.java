package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import dev.fairlead.server.proxy.headers.ClientAddresses;
import dev.fairlead.server.proxy.headers.ClientOrigin;
import dev.fairlead.server.routing.RoutingTables;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;

/** A client's connection: everything that all its requests share. */
public final class FrontConnection {

    /** What it costs on the heap to have a client, and to serve one; measured on JDK 17. */
    private static final int IDLE_COST = 3 * 1024;

    private static final int REQUEST_COST = 5 * 1024;

    private final StreamConnection channel;
    private final RoutingTables tables;
    private final HeadRefusals refusals;
    private final Clients clients;
    private final LaneClients lane;
    private final Place place = new Place(this);
    private final InetAddress peer;
    private final String peerAddress;
    private final String localPort;
    private final FrontConduit conduit;
    private final StreamSinkConduit sink;

    /** Set on the connection's IO thread, as are the next ones: no more than the request in flight, if there is one. */
    private boolean closing;

    private long held;

    private boolean cut;
    private boolean closed;
    private @Nullable Runnable whenClosed;

    /** What an untrusted peer's requests have in common. */
    private @Nullable ClientOrigin untrusted;

    FrontConnection(
            StreamConnection channel,
            RoutingTables tables,
            HeadRefusals refusals,
            Clients clients,
            ByteBufferPool buffers) {
        this.channel = channel;
        this.tables = tables;
        this.refusals = refusals;
        this.clients = clients;
        this.lane = clients.lane(channel.getIoThread().getNumber());
        this.peer = channel.getPeerAddress(InetSocketAddress.class).getAddress();
        this.peerAddress = ClientAddresses.text(peer);
        this.localPort = Integer.toString(
                channel.getLocalAddress(InetSocketAddress.class).getPort());
        this.sink = channel.getSinkChannel().getConduit();
        this.conduit = new FrontConduit(this, channel, buffers);
    }

    public String localPort() {
        return localPort;
    }

    /** {@link org.xnio.XnioIoThread#getNumber}. */
    public int lane() {
        return channel.getIoThread().getNumber();
    }

    LaneClients laneClients() {
        return lane;
    }

    /** Of its IO thread. */
    public SpareBytes spareBytes() {
        return lane.spare;
    }

    Place place() {
        return place;
    }

    InetAddress peer() {
        return peer;
    }

    /** By what the operator says right now. */
    public boolean isTrusted() {
        List<CidrBlock> trusted = frontend().trustedProxies();
        return !trusted.isEmpty() && ClientAddresses.isIn(trusted, peer);
    }

    /** Whether clients hold so much that no new request of this one can be served. */
    public boolean noRoom() {
        if (!lane.nearlyOver()) {
            return false;
        }
        // The last part is kept from a peer that has much already, or one alone could have all and keep the others out.
        boolean bounded = clients.hasMany(peer) && !isTrusted();
        if (!bounded && !lane.over()) {
            return false;
        }
        place.leave(); // it may stand there with half of the head that is whole by now
        // Another thread may hold it all, and be late to let go of what was asked of it.
        return !lane.makeRoomAtOnce(this, bounded) && (lane.farOver() || !clients.willMakeRoom());
    }

    /** On its IO thread, before anything else. */
    void arrived() {
        hold(0, false);
        lane.idle(place);
    }

    void hold(long bytes, boolean serving) {
        long now = closed ? 0 : IDLE_COST + bytes + (serving ? REQUEST_COST : 0);
        long more = now - held;
        held = now;
        lane.add(more);
        if (more > 0 && lane.over()) {
            lane.makeRoomAtOnce(this, false);
        }
    }

    /** Others need its place. On its IO thread. */
    void letGo(ConnectionRefusal why) {
        if (conduit.letGo() && !closed) {
            clients.count(why);
            IoUtils.safeClose(channel);
        }
    }

    /** In the middle of its answer. */
    public void cutForBytes() {
        clients.count(ConnectionRefusal.BUFFERS);
        closeNow();
    }

    public Frontend frontend() {
        return tables.current().frontend();
    }

    /** Who asks, if the peer is not trusted to say. */
    public ClientOrigin origin() {
        ClientOrigin same = untrusted;
        if (same == null) {
            same = ClientOrigin.untrusted(peerAddress);
            untrusted = same;
        }
        return same;
    }

    /**
     * Who asks, by what a trusted peer says.
     *
     * @param forwardedFor the values of X-Forwarded-For
     */
    public ClientOrigin origin(List<String> forwardedFor) {
        return ClientOrigin.trusted(peerAddress, forwardedFor, frontend().trustedProxies());
    }

    /** Whether the answer in flight has to be the last one. */
    public boolean closing() {
        return closing;
    }

    /** Lets go of an idle client now, of a busy one with its answer. From any thread. */
    void drain() {
        channel.getIoThread().execute(() -> {
            closing = true;
            // A request that has arrived but was not read yet still gets its answer.
            conduit.look();
            if (conduit.idle()) {
                IoUtils.safeClose(channel);
            }
        });
    }

    /** Whatever is going on. From any thread. */
    void cut() {
        channel.getIoThread().execute(() -> {
            cut = true;
            closeNow();
        });
    }

    public boolean wasCut() {
        return cut;
    }

    /** Runs the task when the connection has closed, which may be the case already. */
    public void whenClosed(Runnable task) {
        if (closed) {
            task.run();
            return;
        }
        Runnable before = whenClosed;
        whenClosed = before == null
                ? task
                : () -> {
                    before.run();
                    task.run();
                };
    }

    /**
     * On the connection's IO thread. A closed socket reports nothing more, so whoever waits to write to it is told of it:
     * he has a buffer to give back. Undertow forgets him while it closes.
     */
    public void closeNow() {
        ConduitStreamSinkChannel writable = channel.getSinkChannel();
        ChannelListener<? super ConduitStreamSinkChannel> waiting =
                conduit.isStuck() ? writable.getWriteListener() : null;
        IoUtils.safeClose(channel);
        ChannelListeners.invokeChannelListener(writable, waiting);
    }

    /** If it has not closed by then. On the connection's IO thread. */
    void closeAfter(int seconds) {
        XnioExecutor.Key timer = channel.getIoThread().executeAfter(this::closeNow, seconds, TimeUnit.SECONDS);
        whenClosed(timer::remove);
    }

    boolean isClosed() {
        return closed;
    }

    void closed() {
        closed = true;
        place.leave();
        hold(0, false);
        conduit.closed();
        Runnable task = whenClosed;
        whenClosed = null;
        if (task != null) {
            task.run();
        }
    }

    public void count(Rejection rejection) {
        refusals.count(rejection);
    }

    /** Answers without Undertow, which has not seen the end of the head; no other answer can be under way. */
    void reject(Rejection why, RequestHeadReader head) throws IOException {
        sink.write(refusals.refuse(why, head, peerAddress, lane()));
        sink.terminateWrites();
    }

    @Override
    public String toString() {
        return peerAddress + " to port " + localPort;
    }
}
