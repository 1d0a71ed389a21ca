package dev.fairlead.server.control;

import dev.fairlead.server.desired.SocketAddressSpec;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The control port, on threads of its own. */
@Singleton
public final class ControlServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final Set<BindableService> services;
    private final HealthStatusManager health = new HealthStatusManager();
    private @Nullable Server server;
    private @Nullable ExecutorService executor;

    /** @param services what it offers beside health and reflection */
    @Inject
    ControlServer(Set<BindableService> services) {
        this.services = services;
    }

    /**
     * @param token what every caller has to show
     * @return where it listens, with the port that was chosen if none was asked for
     * @throws BindException when it may not or cannot listen there, as a sentence
     */
    public synchronized InetSocketAddress open(SocketAddressSpec listen, String token) throws BindException {
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        requireLoopback(listen, address);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, named());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .executor(threads)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .intercept(new TokenInterceptor(token))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        Server built = builder.build();
        try {
            built.start();
        } catch (IOException e) {
            threads.shutdown();
            throw refused(listen, e);
        }
        server = built;
        executor = threads;
        return new InetSocketAddress(address.getAddress(), built.getPort());
    }

    /** Who holds the token may change everything, and without TLS it would cross the network for anyone to read. */
    private static void requireLoopback(SocketAddressSpec listen, InetSocketAddress address) throws BindException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new BindException("lb.control.listen: " + listen + " is beyond loopback, expected an address such as "
                    + "127.0.0.1:9800; this version serves the control port on loopback only");
        }
    }

    private static BindException refused(SocketAddressSpec listen, IOException e) {
        BindException refused = new BindException("lb.control.listen: cannot listen on " + listen + ": " + reason(e));
        refused.initCause(e);
        return refused;
    }

    /** What the system said lies at the bottom, under the names of functions. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        return text.substring(text.lastIndexOf(": ") + 1).strip();
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "fairlead-grpc-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public synchronized void close() {
        health.enterTerminalState();
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
        if (executor != null) {
            executor.shutdown();
            executor = null;
        }
    }
}
