package dev.fairlead.server.desired;

/**
 * Where to listen.
 *
 * @param host a name or a literal, IPv6 without brackets
 * @param port 0 lets the system choose a free one
 */
public record SocketAddressSpec(String host, int port) {

    public SocketAddressSpec {
        new Checks()
                .that(!host.isEmpty(), "listen", "has no host, expected host:port such as 0.0.0.0:8080")
                .between("port", port, 0, 65535)
                .done();
    }

    /** A missing host, as in {@code :8080}, means every interface. */
    public static SocketAddressSpec parse(String text) {
        HostPort parsed = HostPort.parse(text.startsWith(":") ? "0.0.0.0" + text : text, 0);
        return new SocketAddressSpec(parsed.host(), parsed.port());
    }

    public SocketAddressSpec withPort(int newPort) {
        return new SocketAddressSpec(host, newPort);
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
