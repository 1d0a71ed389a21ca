package dev.fairlead.server.demo;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One running example backend on 127.0.0.1. */
public final class ExampleBackend implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final String name;
    private final Undertow server;
    private final int port;
    private final RequestJournal journal;

    private ExampleBackend(String name, Undertow server, int port, RequestJournal journal) {
        this.name = name;
        this.server = server;
        this.port = port;
        this.journal = journal;
    }

    /** Starts a well-behaved backend that logs nothing. */
    public static ExampleBackend start(String name, int port) throws BindException {
        return start(name, port, Behaviour.GOOD, line -> {});
    }

    /**
     * @param name the name in its answers, or null for {@code backend-PORT}
     * @param port 0 for any free one
     * @param log gets one line for each request that changes something and for each abandoned stream
     */
    public static ExampleBackend start(@Nullable String name, int port, Behaviour behaviour, Consumer<String> log)
            throws BindException {
        RequestJournal journal = new RequestJournal();
        // The name and the address contain the port, which is known only once the listener is open.
        LateHandler handler = new LateHandler();
        Undertow server = Undertow.builder()
                .addHttpListener(port, HOST)
                .setIoThreads(Math.min(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerThreads(1)
                .setDirectBuffers(true)
                .setBufferSize(16 * 1024)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setHandler(Handlers.httpContinueRead(handler))
                .build();
        open(server, port);
        int bound = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        String known = name == null ? "backend-" + bound : name;
        handler.open(new BackendHandler(
                known,
                HOST + ":" + bound,
                behaviour,
                () -> ThreadLocalRandom.current().nextDouble(),
                journal,
                line -> log.accept("backend=" + known + " " + line)));
        return new ExampleBackend(known, server, bound, journal);
    }

    private static void open(Undertow server, int port) throws BindException {
        try {
            server.start();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException) {
                throw new BindException("port " + port + " of " + HOST + " is in use or may not be used");
            }
            throw e;
        }
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** host:port */
    public String address() {
        return HOST + ":" + port;
    }

    public RequestJournal journal() {
        return journal;
    }

    /** Closes the listener and every connection. */
    @Override
    public void close() {
        server.stop();
    }

    /** Refuses requests that arrive between the opening of the port and {@link #open}. */
    private static final class LateHandler implements HttpHandler {

        private volatile @Nullable HttpHandler handler;

        void open(HttpHandler opened) {
            handler = opened;
        }

        @Override
        public void handleRequest(HttpServerExchange exchange) throws Exception {
            HttpHandler now = handler;
            if (now == null) {
                exchange.setStatusCode(503).endExchange();
            } else {
                now.handleRequest(exchange);
            }
        }
    }
}
