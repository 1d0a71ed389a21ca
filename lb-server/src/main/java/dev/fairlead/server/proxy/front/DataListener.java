package dev.fairlead.server.proxy.front;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.routing.Tables;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
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

/** The data port: accepts clients, knows their connections, and lets go of them in good order. */
public final class DataListener {

    private static final Logger LOG = LoggerFactory.getLogger(DataListener.class);
    private static final int BUFFER_SIZE = 16 * 1024;

    private static final OptionMap SOCKET = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.KEEP_ALIVE, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, 4096)
            .getMap();

    private final XnioWorker worker;
    private final Tables tables;
    private final Refusals refusals;
    private final IoBufferPool buffers;
    private final HttpOpenListener http;
    private final Set<FrontConnection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> lastOneGone = new CompletableFuture<>();

    /** Guarded by this, as is what it was opened for. */
    private @Nullable AcceptingChannel<StreamConnection> server;

    private @Nullable SocketAddressSpec listening;
    private volatile boolean draining;

    public DataListener(XnioWorker worker, Tables tables, Refusals refusals, HttpHandler handler) {
        this.worker = worker;
        this.tables = tables;
        this.refusals = refusals;
        this.buffers = new IoBufferPool(worker, BUFFER_SIZE);
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
        AcceptingChannel<StreamConnection> former = server;
        try {
            listen(frontend.listen());
        } catch (BindException e) {
            InetSocketAddress before = address();
            if (before == null || before.getPort() != frontend.listen().port()) {
                throw e;
            }
            // Another interface on the same port: both at once cannot be had.
            IoUtils.safeClose(former);
            moveOnTheSamePort(frontend.listen(), new SocketAddressSpec(before.getHostString(), before.getPort()));
        }
        IoUtils.safeClose(former);
        LOG.info("event=listening address={}", frontend.listen());
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
            throw new BindException("\"" + spec.host() + "\" is no address of this host");
        }
        AcceptingChannel<StreamConnection> opened = worker.createStreamConnectionServer(
                address, ChannelListeners.openListenerAdapter(this::accepted), SOCKET);
        opened.resumeAccepts();
        server = opened;
        listening = spec;
    }

    private void accepted(StreamConnection channel) {
        FrontConnection connection;
        try {
            connection = new FrontConnection(channel, tables, refusals, buffers);
        } catch (RuntimeException e) {
            LOG.error("event=client-refused address={}", channel.getPeerAddress(), e);
            IoUtils.safeClose(channel);
            return;
        }
        connections.add(connection);
        channel.setCloseListener(closed -> gone(connection));
        http.handleEvent(channel);
        if (draining) {
            connection.drain();
        }
    }

    private void gone(FrontConnection connection) {
        connection.closed();
        connections.remove(connection);
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (draining && connections.isEmpty()) {
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
        return connections.size();
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
        for (FrontConnection connection : connections) {
            connection.drain();
        }
        completeIfDrained();
        return lastOneGone.minimalCompletionStage();
    }

    /** Closes whatever is still connected. */
    public void cut() {
        for (FrontConnection connection : connections) {
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
