package dev.fairlead.server.proxy.front;

import java.util.Locale;

/** Why a client's connection was closed by a limit. */
public enum ConnectionRefusal {
    /** One peer had too many. */
    PER_CLIENT,
    /** It waited without a request, and others needed its place. */
    CONNECTIONS,
    /** It waited without a whole request, and others needed its bytes. */
    BUFFERS;

    /** For metrics. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
