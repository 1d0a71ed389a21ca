package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What faces the clients. */
final class FrontendForms {

    private static final Form<SocketAddressSpec> ADDRESS = Form.record(
            (out, address) -> {
                out.text(address.host());
                out.number(address.port());
            },
            in -> new SocketAddressSpec(in.text(), in.smallNumber()));

    private static final Form<CidrBlock> BLOCK = Form.record(
            (out, block) -> {
                byte[] address = block.base().getAddress();
                out.octet(address.length);
                out.raw(address);
                out.number(block.prefix());
            },
            in -> new CidrBlock(address(in.raw(in.octet())), in.smallNumber()));

    private static final Form<Limits> LIMITS = Form.record(
            (out, limits) -> {
                out.number(limits.body());
                out.number(limits.headerBytes());
                out.number(limits.headerCount());
                out.number(limits.connections());
                out.number(limits.connectionsPerClient());
                out.number(limits.buffers());
                out.number(limits.minBodyRate());
            },
            in -> new Limits(
                    in.number(),
                    in.smallNumber(),
                    in.smallNumber(),
                    in.more() ? in.smallNumber() : Limits.DEFAULT.connections(),
                    in.more() ? in.smallNumber() : Limits.DEFAULT.connectionsPerClient(),
                    in.more() ? in.number() : Limits.DEFAULT.buffers(),
                    in.more() ? in.number() : Limits.DEFAULT.minBodyRate()));

    private static final Form<Headers> HEADERS = Form.record(
            (out, headers) -> out.name(headers.underscores()), in -> new Headers(in.name(Headers.Underscores.class)));

    private static final Form<Monitoring> MONITORING = Form.record(
            (out, monitoring) -> {
                out.name(monitoring.paths());
                out.text(monitoring.healthPath());
                out.text(monitoring.statsPath());
                out.list(monitoring.allow(), BLOCK);
            },
            in -> new Monitoring(in.name(Monitoring.Paths.class), in.text(), in.text(), in.list(BLOCK)));

    private static final Form<AccessLog> ACCESS_LOG = Form.record(
            (out, log) -> {
                out.name(log.format());
                out.text(log.to());
            },
            in -> new AccessLog(in.name(AccessLog.Format.class), in.text()));

    private static final Form<Shutdown> SHUTDOWN = Form.record(
            (out, shutdown) -> {
                out.duration(shutdown.grace());
                out.duration(shutdown.drain());
            },
            in -> new Shutdown(in.duration(), in.duration()));

    static final Form<Frontend> FRONTEND = Form.record(
            (out, frontend) -> {
                ADDRESS.write(out, frontend.listen());
                out.list(frontend.trustedProxies(), BLOCK);
                LIMITS.write(out, frontend.limits());
                MONITORING.write(out, frontend.monitoring());
                ACCESS_LOG.write(out, frontend.accessLog());
                SHUTDOWN.write(out, frontend.shutdown());
                HEADERS.write(out, frontend.headers());
            },
            in -> new Frontend(
                    ADDRESS.read(in),
                    in.list(BLOCK),
                    LIMITS.read(in),
                    MONITORING.read(in),
                    ACCESS_LOG.read(in),
                    SHUTDOWN.read(in),
                    in.more() ? HEADERS.read(in) : Headers.DEFAULT));

    private FrontendForms() {}

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new UnreadableBytes("has an address of " + bytes.length + " bytes, expected 4 or 16", e);
        }
    }
}
