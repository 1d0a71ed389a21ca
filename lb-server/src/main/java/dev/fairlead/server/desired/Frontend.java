package dev.fairlead.server.desired;

import java.util.LinkedHashSet;
import java.util.List;

/** The client-facing settings; all of them are live. */
public record Frontend(
        @Setting(value = "0.0.0.0:8080", owner = Setting.Owner.NODE, doc = "where clients connect")
        SocketAddressSpec listen,

        @Setting(
                doc = "peers whose `X-Forwarded-*` and `X-Request-Id` are trusted: addresses, ranges, `loopback`,"
                        + " `private`")
        List<CidrBlock> trustedProxies,

        Limits limits,
        Monitoring monitoring,
        AccessLog accessLog,
        Shutdown shutdown,
        Headers headers) {

    public static final Frontend DEFAULT = Schema.of(Frontend.class).defaults();

    public Frontend {
        trustedProxies = List.copyOf(new LinkedHashSet<>(trustedProxies));
    }

    public Frontend withListen(SocketAddressSpec newListen) {
        return Schema.with(this, "listen", newListen);
    }

    public Frontend withTrustedProxies(List<CidrBlock> newTrustedProxies) {
        return Schema.with(this, "trustedProxies", newTrustedProxies);
    }

    public Frontend withLimits(Limits newLimits) {
        return Schema.with(this, "limits", newLimits);
    }

    public Frontend withMonitoring(Monitoring newMonitoring) {
        return Schema.with(this, "monitoring", newMonitoring);
    }

    public Frontend withAccessLog(AccessLog newAccessLog) {
        return Schema.with(this, "accessLog", newAccessLog);
    }

    public Frontend withShutdown(Shutdown newShutdown) {
        return Schema.with(this, "shutdown", newShutdown);
    }

    public Frontend withHeaders(Headers newHeaders) {
        return Schema.with(this, "headers", newHeaders);
    }
}
