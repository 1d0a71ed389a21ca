package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;

/**
 * Sits between a client's socket and Undertow. Undertow suspends reads while it serves a request and resumes them
 * afterwards, two system calls each time. This conduit only records that, and suspends reads only if a byte really
 * arrives early. And because the socket stays readable, it notices at once when the client goes away.
 *
 * <p>Everything happens on the connection's IO thread.
 */
public final class FrontConduit extends OneBufferSource implements ReadReadyHandler {

    /** How long a client may take to notice that its answer is there and nobody reads any more. */
    private static final int DISCARDING_SECONDS = 5;

    private final FrontConnection connection;
    private final ByteBufferPool buffers;
    private final FairSource turn;
    private final HeadGate gate = new HeadGate();
    private ReadReadyHandler reader;
    private boolean wanted;
    private boolean tunnel;
    private @Nullable ClientWatch watch;

    /** Once nothing that still comes is wanted; it stays so until the connection closes. */
    private @Nullable Discard discard;

    /** The head was answered without Undertow, so what still comes is thrown away without it, too. */
    private boolean refused;

    /** While the request in flight has a chunked body. */
    private @Nullable ChunkWatch chunks;

    /** Bytes that came while a request was in flight: the next request, pipelined. */
    private final EarlyBytes early = new EarlyBytes();

    FrontConduit(FrontConnection connection, StreamConnection channel, ByteBufferPool buffers) {
        this(connection, channel, buffers, FairSource.on(channel));
    }

    private FrontConduit(
            FrontConnection connection, StreamConnection channel, ByteBufferPool buffers, FairSource turn) {
        super(turn);
        this.turn = turn;
        this.connection = connection;
        this.buffers = buffers;
        this.reader = new ReadReadyHandler.ChannelListenerHandler<>(channel.getSourceChannel());
        next.setReadReadyHandler(this);
        channel.getSourceChannel().setConduit(this);
    }

    public static FrontConduit of(HttpServerExchange exchange) {
        return (FrontConduit) ((HttpServerConnection) exchange.getConnection()).getOriginalSourceConduit();
    }

    public FrontConnection connection() {
        return connection;
    }

    /** The head of the request in flight, or of the one that is coming. */
    public RequestHeadReader head() {
        return gate.head();
    }

    /** A head is complete. Until {@link #end} the watch hears when the client goes away. */
    public void begin(ClientWatch requestWatch) {
        gate.passed();
        watch = requestWatch;
        connection.place().leave();
        settle();
        next.resumeReads();
    }

    /** A chunked body follows, of which Undertow may hold the first bytes; false if these are already wrong. */
    public boolean expectChunks(@Nullable PooledByteBuffer first) {
        ChunkWatch expected = new ChunkWatch(connection.frontend().headers().underscores() == Underscores.REFUSE);
        chunks = expected;
        if (first == null) {
            return true;
        }
        ByteBuffer bytes = first.getBuffer();
        return expected.follow(bytes, bytes.position(), bytes.limit());
    }

    /**
     * The request has been read to its end; from now on bytes, or the end, would come by surprise. What Undertow holds of
     * the next request is worth no whole buffer until this one is answered.
     */
    public void keepWatching(HttpServerConnection http) {
        PooledByteBuffer more = http.getExtraBytes();
        if (more != null && early.isEmpty() && watch != null && watch.watchable()) {
            early.add(more.getBuffer());
            http.setExtraBytes(null);
            more.close();
            earlyCame();
        }
        next.resumeReads();
    }

    /** Whether somebody waits for what the client sends next. */
    public boolean awaitsBytes() {
        return wanted && early.isEmpty() && !early.ended();
    }

    /** No request is in flight, none has begun, and no answer is on its way out. */
    boolean idle() {
        return gate.waits() && early.isEmpty() && discard == null;
    }

    /**
     * The exchange is over.
     *
     * @param anotherMayCome false if the connection closes or is a tunnel from now on
     */
    public void end(HttpServerConnection http, boolean anotherMayCome) {
        watch = null;
        chunks = null;
        gate.next(anotherMayCome);
        if (anotherMayCome) {
            takeBack(http);
        }
        if (anotherMayCome && connection.closing()) {
            connection.drain(); // the answer's head was out already when this became the last one
        }
        settle();
        if (connection.isClosed()) {
            return; // the client did not wait for the answer
        }
        if (idle()) {
            connection.laneClients().idle(connection.place());
        } else if (!tunnel) {
            // part of the next request is there, or the client has its last answer and does not close
            connection.laneClients().halfHead(connection.place());
        }
    }

    /** What it says from now on is no request. */
    public void becomeTunnel() {
        tunnel = true;
    }

    private void earlyCame() {
        settle();
        connection.laneClients().early(connection.place());
    }

    /** The client does not take its answer, or not as it comes. Called whenever it took a part. */
    public void stalled() {
        if (watch != null && early.isEmpty()) {
            connection.laneClients().stalled(connection.place());
        }
    }

    public void movesAgain() {
        if (watch != null && early.isEmpty()) {
            connection.place().leave();
        }
    }

    private void settle() {
        connection.hold(HeadCost.of(gate.head()) + early.held(), watch != null || tunnel);
    }

    /**
     * Others need the place of this client, which waits without a request or has not yet an answer to it. A request that
     * has arrived but was not read yet is another matter.
     *
     * @return whether the connection can close
     */
    boolean letGo() {
        if (watch != null) {
            watch.noRoom();
            return false;
        }
        boolean wasIdle = idle();
        if (wasIdle) {
            readReady();
        }
        return !wasIdle || idle();
    }

    /** What Undertow holds of the next request it would read without asking again, and nobody would have judged it. */
    private void takeBack(HttpServerConnection http) {
        PooledByteBuffer more = http.getExtraBytes();
        if (more == null) {
            return;
        }
        http.setExtraBytes(null);
        early.putBefore(more.getBuffer());
        more.close();
    }

    boolean isStuck() {
        return watch != null && watch.isStuck();
    }

    /** Called once the connection has closed. */
    void closed() {
        early.clear();
        watch = null;
    }

    /** Whether the socket has reported anything or not. */
    void look() {
        turn.begin();
        readReady();
    }

    @Override
    public void readReady() {
        if (refused && discard != null) {
            throwAway(discard);
        } else if (wanted) {
            reader.readReady();
        } else if (watch != null && discard == null && watch.watchable()) {
            lookForTheClient(watch);
        } else {
            next.suspendReads();
        }
    }

    private void lookForTheClient(ClientWatch requestWatch) {
        if (early.readFrom(next, buffers)) {
            earlyCame();
        }
        if (early.ended()) {
            next.suspendReads();
            requestWatch.clientGone();
        } else if (early.isFull()) {
            next.suspendReads();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (discard != null) {
            return discard(discard);
        }
        int from = dst.position();
        int count = early.isEmpty() ? readSocket(dst) : early.drainTo(dst);
        if (count > 0 && gate.inHead()) {
            return readHead(dst, from);
        }
        if (count > 0 && chunks != null && watch != null && !chunks.follow(dst, from, dst.position())) {
            dst.position(from);
            discardRest();
            watch.bodyInvalid();
            return 0;
        }
        return count;
    }

    private int readHead(ByteBuffer dst, int from) throws IOException {
        if (gate.waits()) {
            connection.laneClients().halfHead(connection.place());
        }
        int count = gate.judge(dst, from, connection.frontend());
        Rejection rejection = gate.rejection();
        if (rejection == null) {
            settle();
        } else {
            discardRest();
            refused = true;
            connection.reject(rejection, gate.head());
        }
        return count;
    }

    private int readSocket(ByteBuffer dst) throws IOException {
        return early.ended() ? -1 : next.read(dst);
    }

    /**
     * The answer is there or comes now, without the request's body having been read: what still comes of that is thrown
     * away, and the connection closes.
     */
    public void answeredUnread(HttpServerExchange exchange) {
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
            discardRest();
            Connectors.terminateRequest(exchange); // else Undertow would read it all, without a bound
        }
    }

    /** What still comes is thrown away until the client ends, or has sent enough, or has had time enough. */
    public void discardRest() {
        discarding();
    }

    private Discard discarding() {
        Discard begun = discard;
        if (begun == null) {
            begun = new Discard(buffers);
            discard = begun;
            connection.closeAfter(DISCARDING_SECONDS);
        }
        return begun;
    }

    private void throwAway(Discard rest) {
        try {
            if (discard(rest) < 0) {
                connection.closeNow();
            }
        } catch (IOException e) {
            connection.closeNow();
        }
    }

    /** Nothing of it reaches who reads; that is Undertow, which asks with a buffer of one byte. */
    private int discard(Discard rest) throws IOException {
        return early.ended() ? -1 : rest.from(next);
    }

    /** Undertow shuts the input down when it gives up on a body; that, too, would lose the answer. */
    @Override
    public void terminateReads() throws IOException {
        if (discard == null) {
            next.terminateReads();
        }
    }

    @Override
    public void resumeReads() {
        wanted = true;
        if (!early.isEmpty() || early.ended()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }

    @Override
    public void wakeupReads() {
        wanted = true;
        next.wakeupReads();
    }

    @Override
    public void suspendReads() {
        wanted = false;
    }

    @Override
    public boolean isReadResumed() {
        return wanted;
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler handler) {
        reader = handler;
    }

    @Override
    public void forceTermination() {
        reader.forceTermination();
    }

    @Override
    public void terminated() {
        reader.terminated();
    }
}
