package dev.fairlead.server.observe;

import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.limit.ConnectionLimiter;
import dev.fairlead.server.limit.ProcessLimits;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The admin port: a listener with its own threads, so that it answers even when the data port is busy or stuck. */
@Singleton
public final class AdminServer implements AutoCloseable {
    private static final int IO_THREADS = 1;
    private static final int WORKER_THREADS = 2;
    private static final int BUFFER_BYTES = 16 * 1024;

    /** How many connections can be accepted before the first of the others has closed. */
    private static final int CLOSING = 4;

    private static final int CONNECTIONS = ProcessLimits.ofThisProcess().operators();

    private static final OptionMap SOCKET = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, 1000)
            .set(Options.CONNECTION_HIGH_WATER, CONNECTIONS)
            .set(Options.CONNECTION_LOW_WATER, CONNECTIONS)
            .getMap();

    private static final OptionMap HTTP = OptionMap.builder()
            .set(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
            .set(UndertowOptions.MAX_ENTITY_SIZE, 64 * 1024L)
            .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
            .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
            .getMap();

    private final HttpOpenListener http = new HttpOpenListener(new DefaultByteBufferPool(false, BUFFER_BYTES), HTTP);

    /** Anyone may send requests here, so having been answered proves nothing. */
    private final ConnectionLimiter doorway = ConnectionLimiter.evictingServed(CONNECTIONS - CLOSING);

    private @Nullable XnioWorker worker;
    private @Nullable AcceptingChannel<StreamConnection> server;

    @Inject
    AdminServer(AdminPages pages) {
        http.setRootHandler(exchange -> {
            SocketAddress from = exchange.getConnection().getPeerAddress();
            if (from != null) {
                doorway.served(from);
            }
            pages.handleRequest(exchange);
        });
    }

    /**
     * @return the address it listens on, with the actual port if 0 was requested
     * @throws BindException if it cannot listen there, with a message for the user
     */
    public synchronized InetSocketAddress open(SocketAddressSpec listen) throws BindException {
        XnioWorker threads = null;
        try {
            threads = threads();
            AcceptingChannel<StreamConnection> opened = threads.createStreamConnectionServer(
                    new InetSocketAddress(listen.host(), listen.port()),
                    ChannelListeners.openListenerAdapter(this::accepted),
                    SOCKET);
            opened.resumeAccepts();
            server = opened;
            worker = threads;
            return opened.getLocalAddress(InetSocketAddress.class);
        } catch (IOException | RuntimeException e) {
            if (threads != null) {
                threads.shutdownNow();
            }
            throw refused(listen, e);
        }
    }

    private static XnioWorker threads() throws IOException {
        return Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "fairlead-admin")
                        .set(Options.WORKER_IO_THREADS, IO_THREADS)
                        .set(Options.WORKER_TASK_CORE_THREADS, WORKER_THREADS)
                        .set(Options.WORKER_TASK_MAX_THREADS, WORKER_THREADS)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    /** Connections closed to make room for others. */
    public long turnedAway() {
        return doorway.turnedAway();
    }

    private void accepted(StreamConnection connection) {
        SocketAddress from = connection.getPeerAddress();
        connection.setCloseListener(closed -> doorway.gone(from));
        // Another connection is closed in its own task: it may be in the middle of something.
        doorway.arrived(from, () -> connection.getIoThread().execute(() -> IoUtils.safeClose(connection)));
        http.handleEvent(connection);
    }

    private static BindException refused(SocketAddressSpec listen, Exception e) {
        String why = e instanceof BindException ? String.valueOf(e.getMessage()) : e.toString();
        BindException refused = new BindException("lb.admin.listen: cannot listen on " + listen + ": " + why);
        refused.initCause(e);
        return refused;
    }

    @Override
    public synchronized void close() {
        IoUtils.safeClose(server);
        server = null;
        XnioWorker threads = worker;
        worker = null;
        if (threads != null) {
            http.closeConnections();
            threads.shutdown();
        }
    }
}
