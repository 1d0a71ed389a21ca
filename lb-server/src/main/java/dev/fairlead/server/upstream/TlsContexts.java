package dev.fairlead.server.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom we trust: the JDK's roots, or those of a PEM file. */
final class TlsContexts {

    private TlsContexts() {}

    /** Reads files, so not for an IO thread. */
    static SSLContext trusting(String caFile) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        if (caFile.isEmpty()) {
            context.init(null, null, null);
            return context;
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots(caFile));
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore roots(String caFile) throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(caFile))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(caFile + " holds no certificate, expected PEM");
            }
            for (Certificate certificate : certificates) {
                roots.setCertificateEntry("ca-" + roots.size(), certificate);
            }
        }
        return roots;
    }
}
