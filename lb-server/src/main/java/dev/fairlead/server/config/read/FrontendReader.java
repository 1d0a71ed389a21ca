package dev.fairlead.server.config.read;

import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import java.nio.file.Path;
import java.util.List;

/** Reads what faces the clients. */
final class FrontendReader {

    private final Path base;
    private final NamedFiles files;

    /** @param base where relative paths start */
    FrontendReader(Path base, NamedFiles files) {
        this.base = base;
        this.files = files;
    }

    Frontend read(Section lb) {
        return new Frontend(
                lb.value("listen", SocketAddressSpec::parse),
                blocks(lb, "trusted-proxies"),
                limits(lb.section("limits")),
                monitoring(lb.section("monitoring")),
                accessLog(lb.section("access-log")),
                shutdown(lb.section("shutdown")),
                headers(lb.section("headers")));
    }

    private static List<CidrBlock> blocks(Section section, String key) {
        return section.values(key, CidrBlock::expand).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Limits limits(Section limits) {
        return limits.record(
                Limits.DEFAULT,
                () -> new Limits(
                        limits.value("body", Values::size),
                        limits.value("header", Values::smallSize),
                        limits.value("headers", Values::integer),
                        limits.value("connections", Values::integer),
                        limits.value("connections-per-client", Values::integer),
                        limits.value("buffers", Values::size),
                        limits.value("min-body-rate", Values::size)));
    }

    private static Headers headers(Section headers) {
        return new Headers(headers.value("underscores", Values.choice(Headers.Underscores.class)));
    }

    private static Monitoring monitoring(Section monitoring) {
        return monitoring.record(
                Monitoring.DEFAULT,
                () -> new Monitoring(
                        monitoring.value("paths", Values.choice(Monitoring.Paths.class)),
                        monitoring.text("health-path"),
                        monitoring.text("stats-path"),
                        blocks(monitoring, "allow")));
    }

    private AccessLog accessLog(Section accessLog) {
        return accessLog.record(
                AccessLog.DEFAULT,
                () -> new AccessLog(
                        accessLog.value("format", Values.choice(AccessLog.Format.class)),
                        accessLog.value("to", this::log)));
    }

    private String log(String to) {
        return to.isBlank() || to.equals(AccessLog.STDOUT)
                ? to
                : files.log(base, to).toString();
    }

    private static Shutdown shutdown(Section shutdown) {
        return shutdown.record(
                Shutdown.DEFAULT,
                () -> new Shutdown(
                        shutdown.value("grace", Durations::parse), shutdown.value("drain", Durations::parse)));
    }
}
