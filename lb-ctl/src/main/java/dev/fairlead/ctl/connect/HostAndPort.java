package dev.fairlead.ctl.connect;

import java.util.regex.Pattern;

/** An address as written: no name is resolved to decide which server gets a token. */
record HostAndPort(String host, int port) {

    private static final String LOCALHOST = "localhost";
    private static final Pattern LOOPBACK = Pattern.compile(LOCALHOST + "|127(\\.\\d{1,3}){3}|::1|(0:){7}1");

    HostAndPort {
        host = host.equals("0:0:0:0:0:0:0:1") ? "::1" : host;
    }

    /** Parses {@code host:port}, with brackets around a host that contains colons; port 0 if there is none. */
    static HostAndPort of(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon).replaceAll("[\\[\\]]", "");
        String port = text.substring(colon + 1);
        return new HostAndPort(host, port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0);
    }

    boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether it means this loopback address: the same one, or {@code localhost}. */
    boolean means(HostAndPort address) {
        return port == address.port && address.isLoopback() && (host.equals(LOCALHOST) || host.equals(address.host));
    }
}
