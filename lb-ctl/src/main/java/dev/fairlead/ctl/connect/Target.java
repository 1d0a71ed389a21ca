package dev.fairlead.ctl.connect;

import org.jspecify.annotations.Nullable;

/**
 * The server that is meant.
 *
 * @param token null if there is none to show
 * @param writer the server that is there, if it is one that wrote a runtime file of ours; the token in it is shown to none but
 *     that one. Null if it is any other, or proves itself by a certificate
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

    /** The token stays out of whatever is printed. */
    @Override
    public String toString() {
        return address();
    }
}
