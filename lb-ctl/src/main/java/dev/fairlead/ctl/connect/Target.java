package dev.fairlead.ctl.connect;

import org.jspecify.annotations.Nullable;

/**
 * The server to connect to.
 *
 * @param token null if there is none to send
 * @param writer the server that wrote a runtime file for this address; its token is meant for that server only. Null
 *     for any other server, or if a certificate proves its identity
 */
record Target(
        String host,
        int port,
        boolean tls,
        @Nullable String token,
        @Nullable RunningServer writer) {

    String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the token, which must not be printed. */
    @Override
    public String toString() {
        return address();
    }
}
