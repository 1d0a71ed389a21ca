package dev.fairlead.server.control.auth;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who is let in, by token or by certificate, and how the port proves its identity, according to the files. */
public final class AccessControl implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;

    private final byte[] generated;
    private final TokenProofs proofs;
    private final @Nullable TokensFile tokens;
    private final @Nullable ServerCertificate certificate;
    private final ServerCredentials credentials;
    private final ScheduledThreadPoolExecutor looking;

    private AccessControl(
            byte[] generated,
            TokenProofs proofs,
            @Nullable TokensFile tokens,
            @Nullable ServerCertificate certificate,
            ServerCredentials credentials) {
        this.generated = generated;
        this.proofs = proofs;
        this.tokens = tokens;
        this.certificate = certificate;
        this.credentials = credentials;
        this.looking = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-access");
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * @param token the one that this server generated at start
     * @throws InvalidConfigException with every bad line of the tokens file and every other unusable file
     */
    public static AccessControl open(BootSettings.Control settings, String token) throws InvalidConfigException {
        Path tokensFile = settings.tokensFile();
        TokensFile tokens = tokensFile == null ? null : TokensFile.open(tokensFile);
        Path cert = settings.cert();
        Path key = settings.key();
        ServerCertificate certificate = cert == null || key == null ? null : ServerCertificate.open(cert, key);
        ServerCredentials credentials =
                certificate == null ? InsecureServerCredentials.create() : certificate.credentials(settings.clientCa());
        AccessControl access =
                new AccessControl(sha256(token), new TokenProofs(token), tokens, certificate, credentials);
        access.lookFromNowOn();
        return access;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() reports its failures itself
    private void lookFromNowOn() {
        if (tokens != null || certificate != null) {
            looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        if (tokens != null) {
            tokens.look();
        }
        if (certificate != null) {
            certificate.look();
        }
    }

    public ServerCredentials credentials() {
        return credentials;
    }

    /** The caller with this token. */
    Optional<Caller> find(String token, String from) {
        byte[] shown = sha256(token);
        // in constant time: the duration of a comparison must not reveal how much of a guess was right
        if (MessageDigest.isEqual(generated, shown)) {
            return Optional.of(new Caller(Caller.LOCAL, Role.WRITE, from));
        }
        return tokens == null
                ? Optional.empty()
                : tokens.find(shown).map(line -> new Caller(line.name(), line.role(), from));
    }

    /** The caller who proves that it knows this server's own token. */
    Optional<Caller> proven(String shown, String address, String from) {
        return proofs.isCallers(shown, address)
                ? Optional.of(new Caller(Caller.LOCAL, Role.WRITE, from))
                : Optional.empty();
    }

    TokenProofs proofs() {
        return proofs;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
