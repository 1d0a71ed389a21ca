package dev.fairlead.ctl.connect;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user says about the way in; null where nothing was said.
 *
 * @param address host:port, or https://host:port
 * @param tokenFile holds the token in its first line
 * @param authority roots that the server's certificate is checked against, in PEM
 * @param certificate our own, in PEM
 * @param insecure whether a token may cross a network in plain text
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
