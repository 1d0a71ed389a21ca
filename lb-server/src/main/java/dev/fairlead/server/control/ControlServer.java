package dev.fairlead.server.control;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.control.auth.AccessCalls;
import dev.fairlead.server.control.auth.AccessControl;
import dev.fairlead.server.control.auth.Authentication;
import dev.fairlead.server.control.auth.Authorization;
import dev.fairlead.server.control.call.AuditInterceptor;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.ClosableService;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
import dev.fairlead.server.control.call.StartInterceptor;
import dev.fairlead.server.control.receive.ReceiveBudget;
import dev.fairlead.server.control.receive.RequestParsing;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.limit.ProcessLimits;
import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control port, with its own threads. */
@Singleton
public final class ControlServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

    private static final int METADATA_BYTES = 8 * 1024;
    private static final int CALLS_PER_CONNECTION = 32;

    /** How much a connection may send before anything reads it. */
    private static final int WINDOW_BYTES = 64 * 1024;

    /** Compressed requests are refused: a few bytes could expand to millions. */
    private static final DecompressorRegistry NO_PACKING =
            DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

    /** A watcher whose machine is gone is detected after a minute and a half. */
    private static final long ASK_ALIVE_SECONDS = 60;

    private static final long ANSWER_ALIVE_SECONDS = 30;
    private static final long ASKED_ALIVE_SECONDS = 10;

    private final Set<BindableService> services;
    private final RefusalInterceptor refusals;
    private final StartInterceptor start;
    private final CallThreads threads;
    private final FileThread files;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ReceiveBudget intake;
    private final OperatorPort operators =
            new OperatorPort(ProcessLimits.ofThisProcess().operators());
    private @Nullable AccessControl access;
    private @Nullable Server server;

    /** @param services the services besides health and reflection */
    @Inject
    ControlServer(
            Set<BindableService> services,
            RefusalInterceptor refusals,
            StartInterceptor start,
            CallThreads threads,
            FileThread files,
            ReceiveBudget intake) {
        this.services = services;
        this.refusals = refusals;
        this.start = start;
        this.threads = threads;
        this.files = files;
        this.intake = intake;
    }

    /**
     * Reads the credentials of callers; must be called before the port is opened.
     *
     * @param token the one that this server generated at start
     * @throws InvalidConfigException if one of these files cannot be used
     */
    public synchronized void admit(BootSettings.Control settings, String token) throws InvalidConfigException {
        access = AccessControl.open(settings, token);
    }

    /**
     * @return the address it listens on, with the actual port if 0 was requested
     * @throws BindException if it may not or cannot listen there, with a message for the user
     */
    public synchronized InetSocketAddress open(BootSettings.Control settings, SocketAddressSpec listen)
            throws BindException {
        if (access == null) {
            throw new IllegalStateException("nobody was admitted yet");
        }
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        requireSafety(settings, listen, address);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address, access.credentials())
                .executor(threads)
                .maxInboundMessageSize(ReceiveBudget.LARGEST_MESSAGE)
                .flowControlWindow(WINDOW_BYTES)
                .decompressorRegistry(NO_PACKING)
                .addStreamTracerFactory(intake)
                .maxInboundMetadataSize(METADATA_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .keepAliveTime(ASK_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(ANSWER_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(ASKED_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // The last one is called first.
                .intercept(refusals)
                .intercept(start)
                .intercept(operators)
                .intercept(new Authorization())
                .intercept(new AuditInterceptor())
                .intercept(new Authentication(access))
                .addService(RequestParsing.read(new AccessCalls(access).bindService()))
                .addService(RequestParsing.read(health.getHealthService().bindService()))
                .addService(RequestParsing.read(
                        ProtoReflectionServiceV1.newInstance().bindService()));
        services.forEach(service -> builder.addService(RequestParsing.read(service.bindService())));
        operators.installIn(builder);
        Server built = builder.build();
        try {
            built.start();
        } catch (IOException e) {
            throw refused(listen, e);
        }
        server = built;
        return new InetSocketAddress(address.getAddress(), built.getPort());
    }

    /** A token allows any change, and without TLS anyone on the network could read it. */
    private static void requireSafety(
            BootSettings.Control settings, SocketAddressSpec listen, InetSocketAddress address) throws BindException {
        if (address.isUnresolved()) {
            throw new BindException("lb.control.listen: \"" + listen.host()
                    + "\" is not a host that this machine can resolve, expected an address such as 127.0.0.1:9800");
        }
        if (address.getAddress().isLoopbackAddress() || settings.usesTls() && settings.authenticates()) {
            return;
        }
        if (!settings.insecure()) {
            throw new BindException("lb.control.listen: " + listen + " can be reached from other machines, expected an"
                    + " address such as 127.0.0.1:9800, or control.tls with control.auth.tokens-file or"
                    + " control.tls.client-ca");
        }
        log.warn(
                "event=control-insecure listen={} cause=\"control.insecure is true: {}\"",
                listen,
                settings.usesTls()
                        ? "only the user of this server has a token"
                        : "tokens, requests and answers can be read on the network");
    }

    private static BindException refused(SocketAddressSpec listen, IOException e) {
        BindException refused = new BindException("lb.control.listen: cannot listen on " + listen + ": " + reason(e));
        refused.initCause(e);
        return refused;
    }

    /** The system's message is at the end, after the names of functions. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        return text.substring(text.lastIndexOf(": ") + 1).strip();
    }

    /** Connections closed because they made no permitted call, or for lack of room. */
    public long turnedAway() {
        return operators.turnedAway();
    }

    /** Ends running calls, and services that have their own threads. */
    @Override
    public synchronized void close() {
        health.enterTerminalState();
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
        operators.close();
        if (access != null) {
            access.close();
            access = null;
        }
        services.forEach(ControlServer::end);
        threads.close();
        files.close();
    }

    private static void end(BindableService service) {
        if (service instanceof ClosableService ending) {
            ending.close();
        }
    }
}
