package dev.fairlead.ctl.options;

import dev.fairlead.ctl.connect.Credentials;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server and which pool. Picocli fills the fields. */
public final class ConnectOptions {

    @Option(
            names = "--pool",
            paramLabel = "NAME",
            description =
                    "The pool to use. Default: default, and all pools for stats, top, watch, sessions show and explain"
                            + " --recent")
    private @Nullable String pool;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "The server's control port. Default: LB_CTL_ADDRESS, else the server running on this"
                    + " machine, else 127.0.0.1:9800")
    private @Nullable String address;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the token to send. Default: LB_CTL_TOKEN_FILE, else the token that a server"
                    + " running on this machine left for its user")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-ca", paramLabel = "FILE", description = "CA certificates to verify the server with.")
    private @Nullable Path authority;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Client certificate to present to the server.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of the client certificate.")
    private @Nullable Path key;

    @Option(
            names = "--insecure",
            description = "Send the token in plain text to another machine; anyone on the network path can read it.")
    private boolean insecure;

    public Credentials credentials(Map<String, String> environment) {
        String addressThere = environment.get("LB_CTL_ADDRESS");
        String tokenThere = environment.get("LB_CTL_TOKEN_FILE");
        return new Credentials(
                address != null ? address : present(addressThere),
                tokenFile != null || present(tokenThere) == null ? tokenFile : Path.of(tokenThere),
                authority,
                certificate,
                key,
                insecure);
    }

    /** Empty if not given. */
    public String pool() {
        return pool == null ? "" : pool;
    }

    private static @Nullable String present(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
