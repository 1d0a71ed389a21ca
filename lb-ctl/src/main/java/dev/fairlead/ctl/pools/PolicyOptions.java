package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.Pool;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The policies of a pool that a command can set. Picocli fills the fields. */
final class PolicyOptions {

    @Option(
            names = "--min-healthy",
            paramLabel = "N",
            description = "Refuse changes that leave fewer than N backends eligible.")
    private @Nullable Integer minHealthy;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            description = "Timeout for connecting to a backend; 0s is off.")
    private @Nullable Duration connect;

    @Option(
            names = "--first-byte-timeout",
            paramLabel = "DURATION",
            description = "From the last byte of a request to the first byte of its answer; 0s is off.")
    private @Nullable Duration firstByte;

    @Option(names = "--per-try-timeout", paramLabel = "DURATION", description = "Timeout for one attempt; 0s is off.")
    private @Nullable Duration perTry;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            description = "Longest time without a byte in either direction; 0s is off.")
    private @Nullable Duration idle;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            description = "From the head of a request to the head of its answer, over all attempts; 0s is off.")
    private @Nullable Duration request;

    @Option(
            names = "--tunnel-idle-timeout",
            paramLabel = "DURATION",
            description = "Longest time without a byte in a WebSocket tunnel; 0s is off.")
    private @Nullable Duration tunnelIdle;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Most connections to one backend; 0 is no limit.")
    private @Nullable Integer maxConnections;

    @Option(
            names = "--retry-attempts",
            paramLabel = "N",
            description = "How often a request is tried, including the first time.")
    private @Nullable Integer attempts;

    @Option(
            names = "--ejection-max-percent",
            paramLabel = "N",
            description = "Most backends, in percent, that may be out because traffic to them failed.")
    private @Nullable Integer ejectionMaxPercent;

    @Option(
            names = "--backend-header",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether answers name their backend in X-Backend-Server.")
    private @Nullable Boolean backendHeader;

    /** Fills in the settings that were given, and returns the names of their fields. */
    List<String> fill(Pool.Builder pool) {
        List<String> fields = new ArrayList<>();
        if (minHealthy != null) {
            pool.setMinHealthy(minHealthy);
            fields.add("min_healthy");
        }
        if (connect != null) {
            pool.getTimeoutsBuilder().setConnect(Spans.proto(connect));
            fields.add("timeouts.connect");
        }
        if (firstByte != null) {
            pool.getTimeoutsBuilder().setFirstByte(Spans.proto(firstByte));
            fields.add("timeouts.first_byte");
        }
        if (perTry != null) {
            pool.getTimeoutsBuilder().setPerTry(Spans.proto(perTry));
            fields.add("timeouts.per_try");
        }
        if (idle != null) {
            pool.getTimeoutsBuilder().setIdle(Spans.proto(idle));
            fields.add("timeouts.idle");
        }
        if (request != null) {
            pool.getTimeoutsBuilder().setRequest(Spans.proto(request));
            fields.add("timeouts.request");
        }
        if (tunnelIdle != null) {
            pool.getTimeoutsBuilder().setTunnelIdle(Spans.proto(tunnelIdle));
            fields.add("timeouts.tunnel_idle");
        }
        if (maxConnections != null) {
            pool.getConnectionsBuilder().setMaxPerBackend(maxConnections);
            fields.add("connections.max_per_backend");
        }
        if (attempts != null) {
            pool.getRetryBuilder().setAttempts(attempts);
            fields.add("retry.attempts");
        }
        if (ejectionMaxPercent != null) {
            pool.getEjectionBuilder().setMaxPercent(ejectionMaxPercent);
            fields.add("ejection.max_percent");
        }
        if (backendHeader != null) {
            pool.setBackendHeaderOnResponse(backendHeader);
            fields.add("backend_header_on_response");
        }
        return fields;
    }
}
