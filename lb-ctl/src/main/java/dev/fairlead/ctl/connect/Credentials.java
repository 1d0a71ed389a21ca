package dev.fairlead.ctl.connect;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The user's connection options; null if not given.
 *
 * @param address host:port, or https://host:port
 * @param tokenFile has the token on its first line
 * @param authority CA certificates to verify the server with, in PEM
 * @param certificate our client certificate, in PEM
 * @param insecure whether a token may be sent over a network in plain text
 */
public record Credentials(
        @Nullable String address,
        @Nullable Path tokenFile,
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key,
        boolean insecure) {

    boolean tls() {
        return authority != null || certificate != null || key != null;
    }
}
