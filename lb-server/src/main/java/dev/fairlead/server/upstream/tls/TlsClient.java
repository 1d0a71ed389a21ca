package dev.fairlead.server.upstream.tls;

import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.address.Resolver;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * Secures connections to one destination: its chain must lead to a trusted CA, and its certificate must have its name.
 */
public final class TlsClient {

    public interface Outcome {
        void secured(TlsSource source, TlsSink sink);

        void failed(String why);
    }

    private final Destination destination;
    private final TlsContexts contexts;
    private final Executor helpers;
    private volatile @Nullable SSLContext context;

    /** @param helpers for what must not run on an IO thread: reading files, checking certificates */
    public TlsClient(Destination destination, TlsContexts contexts, Executor helpers) {
        this.destination = destination;
        this.contexts = contexts;
        this.helpers = helpers;
    }

    /** Calls back on that thread. A file of roots that cannot be read is tried again with the next connection. */
    public void handshake(XnioIoThread thread, TlsBuffers buffers, StreamConnection socket, Outcome outcome) {
        SSLContext ready = context;
        if (ready != null) {
            begin(ready, thread, buffers, socket, outcome);
            return;
        }
        helpers.execute(() -> {
            try {
                SSLContext loaded = contexts.trusting(destination);
                context = loaded;
                thread.execute(() -> begin(loaded, thread, buffers, socket, outcome));
            } catch (IOException | GeneralSecurityException e) {
                thread.execute(() -> outcome.failed("the trusted certificates cannot be read: " + e));
            }
        });
    }

    private void begin(
            SSLContext trusted, XnioIoThread thread, TlsBuffers buffers, StreamConnection socket, Outcome outcome) {
        TlsLink link = new TlsLink(
                engine(trusted),
                buffers,
                socket.getSourceChannel().getConduit(),
                socket.getSinkChannel().getConduit());
        new TlsHandshake(link, thread, socket, helpers, outcome).start();
    }

    private SSLEngine engine(SSLContext trusted) {
        String name = serverName();
        SSLEngine engine = trusted.createSSLEngine(name, destination.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (!Resolver.literal(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private String serverName() {
        return destination.tls() == null || destination.tls().serverName().isEmpty()
                ? destination.host()
                : destination.tls().serverName();
    }
}
