package dev.fairlead.server.upstream.address;

import dev.fairlead.server.desired.UpstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * The address of a backend.
 *
 * @param host a name, or a literal address (IPv6 with or without brackets)
 * @param tls how its certificate is checked; null speaks plain text
 */
public record Destination(String host, int port, @Nullable UpstreamTls tls) {

    public Destination {
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "\"" + host + ":" + port + "\" is no destination, expected a host and a port from 1 to 65535");
        }
    }

    /** {@code host:port}, an IPv6 literal in brackets. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return (tls == null ? "http://" : "https://") + authority();
    }
}
