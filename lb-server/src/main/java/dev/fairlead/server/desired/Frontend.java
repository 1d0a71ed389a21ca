package dev.fairlead.server.desired;

import java.util.LinkedHashSet;
import java.util.List;

/** What faces the clients, all of it changeable while running. */
public record Frontend(
        SocketAddressSpec listen,
        List<CidrBlock> trustedProxies,
        Limits limits,
        Monitoring monitoring,
        AccessLog accessLog,
        Shutdown shutdown,
        Headers headers) {

    public static final Frontend DEFAULT = new Frontend(
            new SocketAddressSpec("0.0.0.0", 8080),
            List.of(),
            Limits.DEFAULT,
            Monitoring.DEFAULT,
            AccessLog.DEFAULT,
            Shutdown.DEFAULT,
            Headers.DEFAULT);

    public Frontend {
        trustedProxies = List.copyOf(new LinkedHashSet<>(trustedProxies));
    }

    public Frontend withListen(SocketAddressSpec newListen) {
        return new Frontend(newListen, trustedProxies, limits, monitoring, accessLog, shutdown, headers);
    }

    public Frontend withTrustedProxies(List<CidrBlock> newTrustedProxies) {
        return new Frontend(listen, newTrustedProxies, limits, monitoring, accessLog, shutdown, headers);
    }

    public Frontend withLimits(Limits newLimits) {
        return new Frontend(listen, trustedProxies, newLimits, monitoring, accessLog, shutdown, headers);
    }

    public Frontend withMonitoring(Monitoring newMonitoring) {
        return new Frontend(listen, trustedProxies, limits, newMonitoring, accessLog, shutdown, headers);
    }

    public Frontend withAccessLog(AccessLog newAccessLog) {
        return new Frontend(listen, trustedProxies, limits, monitoring, newAccessLog, shutdown, headers);
    }

    public Frontend withShutdown(Shutdown newShutdown) {
        return new Frontend(listen, trustedProxies, limits, monitoring, accessLog, newShutdown, headers);
    }

    public Frontend withHeaders(Headers newHeaders) {
        return new Frontend(listen, trustedProxies, limits, monitoring, accessLog, shutdown, newHeaders);
    }
}
