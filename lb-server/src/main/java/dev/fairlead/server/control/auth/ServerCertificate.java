package dev.fairlead.server.control.auth;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate of the control port. A renewed certificate is used for new connections. */
final class ServerCertificate {

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    private final Path cert;
    private final Path key;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();

    /** The content last read; used only by the watching thread. */
    private byte[] seen = {};

    private ServerCertificate(Path cert, Path key) {
        this.cert = cert;
        this.key = key;
    }

    /** @throws InvalidConfigException if the files cannot be used */
    static ServerCertificate open(Path cert, Path key) throws InvalidConfigException {
        ServerCertificate opened = new ServerCertificate(cert, key);
        opened.read();
        return opened;
    }

    /**
     * @param clientCa the CA of client certificates; null requests none. A client may use a token instead, so no
     *     certificate is required, but one that this CA did not sign fails the handshake.
     */
    ServerCredentials credentials(@Nullable Path clientCa) throws InvalidConfigException {
        TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder().keyManager(keys);
        if (clientCa == null) {
            return tls.build();
        }
        try {
            byte[] pem = Files.readAllBytes(clientCa);
            if (CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)).length == 0) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            return tls.trustManager(new ByteArrayInputStream(pem))
                    .clientAuth(ClientAuth.OPTIONAL)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw refused("client-ca", clientCa, "expected certificates in PEM", e);
        }
    }

    /** Applies changes; unusable files change nothing. */
    void look() {
        try {
            if (read()) {
                log.info("event=certificate-read file={}", cert);
            }
        } catch (InvalidConfigException e) {
            log.error("event=certificate-refused cause=\"{}; the previous one is still used\"", e.getMessage());
        }
    }

    private boolean read() throws InvalidConfigException {
        byte[] chainPem = bytes("cert", cert);
        byte[] keyPem = bytes("key", key);
        byte[] both = Arrays.copyOf(chainPem, chainPem.length + keyPem.length);
        System.arraycopy(keyPem, 0, both, chainPem.length, keyPem.length);
        if (Arrays.equals(both, seen)) {
            return false;
        }
        seen = both;
        X509Certificate[] chain = chain(chainPem);
        PrivateKey secret = secret(keyPem);
        if (!belongTogether(secret, chain[0].getPublicKey())) {
            // Also happens while both files are being replaced, one after the other.
            throw refused("key", key, "expected the key that belongs to " + cert, null);
        }
        keys.updateIdentityCredentials(chain, secret);
        return true;
    }

    private static boolean belongTogether(PrivateKey secret, PublicKey open) {
        String scheme = SIGNATURES.getOrDefault(secret.getAlgorithm(), secret.getAlgorithm());
        byte[] text = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(scheme);
            signature.initSign(secret);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private X509Certificate[] chain(byte[] pem) throws InvalidConfigException {
        try {
            X509Certificate[] chain = CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
            if (chain.length == 0) {
                throw refused("cert", cert, "expected a certificate chain in PEM", null);
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw refused("cert", cert, "expected a certificate chain in PEM", e);
        }
    }

    private PrivateKey secret(byte[] pem) throws InvalidConfigException {
        try {
            return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw refused("key", key, "expected a private key in PEM that begins with BEGIN PRIVATE KEY", e);
        }
    }

    private static byte[] bytes(String setting, Path file) throws InvalidConfigException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused(setting, file, "expected a file that this user may read", e);
        }
    }

    private static InvalidConfigException refused(
            String setting, Path file, String expected, @Nullable Exception cause) {
        String why = cause == null ? "" : " (" + cause.getMessage() + ")";
        InvalidConfigException refused = new InvalidConfigException(List.of(new ConfigProblem(
                file.toString(), 0, "lb.control.tls." + setting, "cannot be used" + why + ", " + expected)));
        if (cause != null) {
            refused.initCause(cause);
        }
        return refused;
    }
}
