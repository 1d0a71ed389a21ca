package dev.fairlead.server.control.auth;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The name in a client's certificate. The handshake has verified the certificate. */
final class ClientCertificate {

    private ClientCertificate() {}

    /**
     * Empty if the client presented none.
     *
     * @throws IllegalArgumentException if its name cannot be used as the author of a revision
     */
    static Optional<String> commonName(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? Optional.of(TokenLine.name(commonName(own)))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static String commonName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("the subject \"" + subject + "\" cannot be read, expected CN=NAME", e);
        }
        throw new IllegalArgumentException("the subject \"" + subject + "\" has no common name, expected CN=NAME");
    }
}
