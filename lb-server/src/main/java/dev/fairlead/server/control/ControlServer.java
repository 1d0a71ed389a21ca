package dev.fairlead.server.control;

import dev.fairlead.server.control.auth.Authentication;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
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
import org.jspecify.annotations.Nullable;

/** The control port, on threads of its own. */
@Singleton
public final class ControlServer implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final Set<BindableService> services;
    private final RefusalInterceptor refusals;
    private final CallThreads threads;
    private final FileThread files;
    private final HealthStatusManager health = new HealthStatusManager();
    private @Nullable Server server;

    /** @param services what it offers beside health and reflection */
    @Inject
    ControlServer(Set<BindableService> services, RefusalInterceptor refusals, CallThreads threads, FileThread files) {
        this.services = services;
        this.refusals = refusals;
        this.threads = threads;
        this.files = files;
    }

    /**
     * @param token what every caller has to show
     * @return where it listens, with the port that was chosen if none was asked for
     * @throws BindException when it may not or cannot listen there, as a sentence
     */
    public synchronized InetSocketAddress open(SocketAddressSpec listen, String token) throws BindException {
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        requireLoopback(listen, address);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .executor(threads)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                // the last one is asked first
                .intercept(refusals)
                .intercept(new Authentication(token))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        Server built = builder.build();
        try {
            built.start();
        } catch (IOException e) {
            throw refused(listen, e);
        }
        server = built;
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

    @Override
    public synchronized void close() {
        health.enterTerminalState();
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
        threads.close();
        files.close();
    }
}
