package dev.fairlead.server.observe;

import dev.fairlead.server.desired.SocketAddressSpec;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/** The admin port: a listener with threads of its own, so that it answers when the data port is busy or stuck. */
@Singleton
public final class AdminServer implements AutoCloseable {
    private static final int IO_THREADS = 1;
    private static final int WORKER_THREADS = 2;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final long MAX_BODY_BYTES = 64 * 1024;
    private static final int PARSE_MILLIS = 10_000;
    private static final int KEEP_ALIVE_MILLIS = 60_000;
    private static final int STOP_MILLIS = 1_000;

    private final AdminPages pages;
    private @Nullable Undertow server;

    @Inject
    AdminServer(AdminPages pages) {
        this.pages = pages;
    }

    /**
     * @return where it listens, with the port that was chosen if none was asked for
     * @throws BindException when it cannot listen there, as a sentence
     */
    public synchronized InetSocketAddress open(SocketAddressSpec listen) throws BindException {
        Undertow started = Undertow.builder()
                .addHttpListener(listen.port(), listen.host())
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(WORKER_THREADS)
                .setBufferSize(BUFFER_BYTES)
                .setDirectBuffers(false)
                .setWorkerOption(Options.WORKER_NAME, "fairlead-admin")
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, KEEP_ALIVE_MILLIS)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_MILLIS)
                .setHandler(pages)
                .build();
        try {
            started.start();
        } catch (RuntimeException e) {
            started.stop();
            throw refused(listen, e);
        }
        server = started;
        return (InetSocketAddress) started.getListenerInfo().get(0).getAddress();
    }

    private static BindException refused(SocketAddressSpec listen, RuntimeException e) {
        String why = e.getCause() instanceof BindException cause ? String.valueOf(cause.getMessage()) : e.toString();
        BindException refused = new BindException("lb.admin.listen: cannot listen on " + listen + ": " + why);
        refused.initCause(e);
        return refused;
    }

    @Override
    public synchronized void close() {
        Undertow started = server;
        server = null;
        if (started != null) {
            started.stop();
        }
    }
}
