package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.limit.ProcessLimits;
import dev.fairlead.server.routing.RoutingTables;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The data port: accepts clients, tracks their connections, and closes them gracefully. */
public final class DataListener {

    private static final Logger log = LoggerFactory.getLogger(DataListener.class);
    private static final int BUFFER_SIZE = 16 * 1024;

    private static final OptionMap SOCKET = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.KEEP_ALIVE, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, 4096)
            .getMap();

    private final XnioWorker worker;
    private final RoutingTables tables;
    private final HeadRefusals refusals;
    private final IoBufferPool buffers;
    private final HttpOpenListener http;
    private final Clients clients;

    /** Those that came while it listened elsewhere: the system does not count them with the others. */
    private final Set<FrontConnection> former = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> lastOneGone = new CompletableFuture<>();

    /** Guarded by this, as is what it was opened for. */
    private @Nullable AcceptingChannel<StreamConnection> server;

    private @Nullable SocketAddressSpec listening;
    private volatile boolean draining;

    public DataListener(XnioWorker worker, RoutingTables tables, HeadRefusals refusals, HttpHandler handler) {
        this(worker, tables, refusals, handler, ProcessLimits.ofThisProcess());
    }

    public DataListener(
            XnioWorker worker,
            RoutingTables tables,
            HeadRefusals refusals,
            HttpHandler handler,
            ProcessLimits process) {
        this.worker = worker;
        this.tables = tables;
        this.refusals = refusals;
        this.clients = new Clients(worker, process);
        this.buffers = new IoBufferPool(worker, clients, BUFFER_SIZE);
        this.http = new HttpOpenListener(buffers, FrontOptions.HTTP);
        http.setRootHandler(handler);
    }

    /**
     * Listens where the frontend says. If it already listens elsewhere, it moves: connections stay, and on failure so
     * does the old address.
     */
    public synchronized void open(Frontend frontend) throws IOException {
        if (frontend.listen().equals(listening)) {
            return;
        }
        limits(frontend.limits());
        AcceptingChannel<StreamConnection> before = server;
        try {
            listen(frontend.listen());
        } catch (BindException e) {
            InetSocketAddress address = address();
            if (address == null || address.getPort() != frontend.listen().port()) {
                throw e;
            }
            // Another interface on the same port: both at once cannot be had.
            IoUtils.safeClose(before);
            moveOnTheSamePort(frontend.listen(), new SocketAddressSpec(address.getHostString(), address.getPort()));
        }
        IoUtils.safeClose(before);
        log.info("event=listening address={}", frontend.listen());
    }

    private void moveOnTheSamePort(SocketAddressSpec to, SocketAddressSpec from) throws IOException {
        try {
            listen(to);
        } catch (IOException e) {
            listen(from);
            throw e;
        }
    }

    private void listen(SocketAddressSpec spec) throws IOException {
        InetSocketAddress address = new InetSocketAddress(spec.host(), spec.port());
        if (address.isUnresolved()) {
            throw new BindException("\"" + spec.host() + "\" is not an address of this host");
        }
        AcceptingChannel<StreamConnection> opened = worker.createStreamConnectionServer(
                address, ChannelListeners.openListenerAdapter(this::accepted), SOCKET);
        former.addAll(clients.connections());
        keepWithinLimits(opened);
        opened.resumeAccepts();
        server = opened;
        listening = spec;
    }

    /** What clients may have from now on. */
    public synchronized void limits(Limits limits) {
        clients.limits(limits);
        keepWithinLimits(server);
    }

    /**
     * The last client that may come stops the accepting, on the thread that accepts, and the first that goes resumes it;
     * whoever comes meanwhile waits in the system's queue. Without descriptors it would be tried again after 30 seconds.
     */
    private void keepWithinLimits(@Nullable AcceptingChannel<StreamConnection> accepting) {
        if (accepting == null) {
            return;
        }
        int most = Math.max(1, clients.limit() - former.size());
        try {
            accepting.setOption(Options.CONNECTION_HIGH_WATER, most);
            accepting.setOption(Options.CONNECTION_LOW_WATER, most);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // XNIO only remembers the numbers
        }
    }

    private void accepted(StreamConnection channel) {
        FrontConnection connection;
        try {
            connection = new FrontConnection(channel, tables, refusals, clients, buffers);
        } catch (RuntimeException e) {
            log.error("event=client-refused address={}", channel.getPeerAddress(), e);
            IoUtils.safeClose(channel);
            return;
        }
        channel.setCloseListener(closed -> gone(connection));
        connection.arrived();
        if (!clients.add(connection)) {
            IoUtils.safeClose(channel);
            return;
        }
        http.handleEvent(channel);
        if (draining) {
            connection.drain();
        }
    }

    private void gone(FrontConnection connection) {
        connection.closed();
        clients.remove(connection);
        if (former.remove(connection)) {
            oneFormerLess();
        }
        completeIfDrained();
    }

    private synchronized void oneFormerLess() {
        keepWithinLimits(server);
    }

    private void completeIfDrained() {
        if (draining && clients.count() == 0) {
            lastOneGone.complete(null);
        }
    }

    /** Where it listens, with the port that the system chose; null while it does not. */
    public synchronized @Nullable InetSocketAddress address() {
        AcceptingChannel<StreamConnection> open = server;
        return open == null ? null : open.getLocalAddress(InetSocketAddress.class);
    }

    /** Clients that are connected, idle ones and tunnels included. */
    public int connections() {
        return clients.count();
    }

    public Clients clients() {
        return clients;
    }

    /** New clients are refused by the system from now on. */
    public synchronized void stopAccepting() {
        IoUtils.safeClose(server);
        server = null;
        listening = null;
    }

    /**
     * Idle clients are let go, the others with their answer; tunnels stay until one of their ends closes. Final.
     *
     * @return completes with the last connection gone
     */
    public CompletionStage<Void> drain() {
        draining = true;
        for (FrontConnection connection : clients.connections()) {
            connection.drain();
        }
        completeIfDrained();
        return lastOneGone.minimalCompletionStage();
    }

    /** Closes whatever is still connected. */
    public void cut() {
        for (FrontConnection connection : clients.connections()) {
            connection.cut();
        }
    }

    /** Undertow's own settings; what they do not say is asked of the frontend with each request. */
    private static final class FrontOptions {

        private static final int UNLIMITED = 1_000_000;

        /** Limits that are kept before, with the right status, are out of reach here. */
        static final OptionMap HTTP = OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, 2 * 1024 * 1024)
                .set(UndertowOptions.MAX_HEADERS, UNLIMITED)
                .set(UndertowOptions.MAX_PARAMETERS, UNLIMITED)
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .set(UndertowOptions.ALWAYS_SET_DATE, false)
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .getMap();
    }
}
