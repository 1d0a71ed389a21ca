package dev.fairlead.server.desired;

import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
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
        Headers headers,

        @Setting(
                doc = "which requests go where; the first that matches a request has it. None: everything goes to pool"
                        + " `default`. See [routes](#routes)")
        List<Route> routes,

        Access access,

        @Setting(doc = "how many requests are let in; see [rate limits](#rate-limits)")
        List<RateLimit> rateLimits,

        @Setting(
                kind = Setting.Kind.FILE,
                doc = "a secret a line for the sessions of all pools: the first signs, all verify; read when the name"
                        + " changes and at the start; empty = one that is made and kept in `state.dir`. See"
                        + " [sessions](sessions.md)")
        String stickySecretFile) {

    public static final Frontend DEFAULT = Schema.of(Frontend.class).defaults();

    public Frontend {
        trustedProxies = List.copyOf(new LinkedHashSet<>(trustedProxies));
        routes = List.copyOf(routes);
        rateLimits = List.copyOf(rateLimits);
        Checks.of(
                        Frontend.class,
                        listen,
                        trustedProxies,
                        limits,
                        monitoring,
                        accessLog,
                        shutdown,
                        headers,
                        routes,
                        access,
                        rateLimits,
                        stickySecretFile)
                .done();
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

    public Frontend withRoutes(List<Route> newRoutes) {
        return Schema.with(this, "routes", newRoutes);
    }

    public Frontend withAccess(Access newAccess) {
        return Schema.with(this, "access", newAccess);
    }

    public Frontend withRateLimits(List<RateLimit> newRateLimits) {
        return Schema.with(this, "rateLimits", newRateLimits);
    }

    public Frontend withStickySecretFile(String newStickySecretFile) {
        return Schema.with(this, "stickySecretFile", newStickySecretFile);
    }

    public Frontend withHeaders(Headers newHeaders) {
        return Schema.with(this, "headers", newHeaders);
    }
}
