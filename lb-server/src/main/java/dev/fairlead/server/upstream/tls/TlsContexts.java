package dev.fairlead.server.upstream.tls;

import dev.fairlead.server.upstream.address.Destination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The trusted CAs: the JDK's, or those of a PEM file. Each destination keeps its context, so that a probe's connection
 * can resume the previous session; the context is valid as long as its file is unchanged. Callable from any thread.
 */
public final class TlsContexts {

    /** Who is asked least is forgotten beyond it: destinations come and go. */
    private static final int MOST = 4_096;

    /** A certificate that has expired or changed is noticed after this at the latest. */
    private static final int SESSION_SECONDS = 300;

    private static final byte[] NO_FILE = {};

    private final Map<Destination, Made> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Destination, Made> eldest) {
            return size() > MOST;
        }
    };

    /** Reads files, so not for an IO thread. */
    SSLContext trusting(Destination destination) throws IOException, GeneralSecurityException {
        String caFile = destination.tls() == null ? "" : destination.tls().ca();
        byte[] pem = caFile.isEmpty() ? NO_FILE : Files.readAllBytes(Path.of(caFile));
        Made before = kept(destination);
        if (before != null && Arrays.equals(before.pem, pem)) {
            return before.context;
        }
        SSLContext context = context(caFile, pem);
        keep(destination, new Made(pem, context));
        return context;
    }

    private @Nullable Made kept(Destination destination) {
        synchronized (kept) {
            return kept.get(destination);
        }
    }

    private void keep(Destination destination, Made made) {
        synchronized (kept) {
            kept.put(destination, made);
        }
    }

    private static SSLContext context(String caFile, byte[] pem) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        if (caFile.isEmpty()) {
            context.init(null, null, null);
        } else {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots(caFile, pem));
            context.init(null, trust.getTrustManagers(), null);
        }
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
        return context;
    }

    private static KeyStore roots(String caFile, byte[] pem) throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (certificates.isEmpty()) {
            throw new IOException(caFile + " holds no certificate, expected PEM");
        }
        for (Certificate certificate : certificates) {
            roots.setCertificateEntry("ca-" + roots.size(), certificate);
        }
        return roots;
    }

    /** A context, and what its file said. */
    private static final class Made {
        final byte[] pem;
        final SSLContext context;

        Made(byte[] pem, SSLContext context) {
            this.pem = pem;
            this.context = context;
        }
    }
}
