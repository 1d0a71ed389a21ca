package dev.fairlead.ctl.connect;

import org.jspecify.annotations.Nullable;

/**
 * The server that is meant.
 *
 * @param token null if there is none to show
 */
record Target(String host, int port, boolean tls, @Nullable String token) {

    String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** The token stays out of whatever is printed. */
    @Override
    public String toString() {
        return address();
    }
}
