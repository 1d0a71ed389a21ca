package dev.fairlead.server.desired;

/**
 * How an {@code https} backend is trusted.
 *
 * @param ca a PEM file of roots, empty for the JDK's
 * @param serverName the name its certificate must carry, empty for the host of its URL
 */
public record UpstreamTls(String ca, String serverName) {

    public static final UpstreamTls DEFAULT = new UpstreamTls("", "");
}
