package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what was stored in format 1, whose records had a layout of their own each. Nothing is added here any more. */
final class FirstFormat {

    private static final Form<SocketAddressSpec> ADDRESS =
            record(in -> new SocketAddressSpec(in.text(), smallNumber(in)));

    private static final Form<CidrBlock> BLOCK =
            record(in -> new CidrBlock(address(in.raw(in.octet())), smallNumber(in)));

    private static final Form<Limits> LIMITS = record(in -> first(
            Limits.class,
            in.number(),
            smallNumber(in),
            smallNumber(in),
            in.more() ? smallNumber(in) : 0,
            in.more() ? smallNumber(in) : 0,
            in.more() ? in.number() : 0,
            in.more() ? in.number() : 500));

    private static final Form<Headers> HEADERS =
            record(in -> first(Headers.class, name(in, Headers.Underscores.class)));

    private static final Form<Monitoring> MONITORING = record(
            in -> first(Monitoring.class, name(in, Monitoring.Paths.class), in.text(), in.text(), in.list(BLOCK)));

    private static final Form<AccessLog> ACCESS_LOG =
            record(in -> first(AccessLog.class, name(in, AccessLog.Format.class), in.text()));

    private static final Form<Shutdown> SHUTDOWN = record(in -> first(Shutdown.class, duration(in), duration(in)));

    private static final Form<Frontend> FRONTEND = record(in -> first(
            Frontend.class,
            ADDRESS.read(in),
            in.list(BLOCK),
            LIMITS.read(in),
            MONITORING.read(in),
            ACCESS_LOG.read(in),
            SHUTDOWN.read(in),
            in.more() ? HEADERS.read(in) : Headers.DEFAULT));

    private static final Form<Backend> BACKEND =
            record(in -> new Backend(in.text(), url(in), smallNumber(in), in.texts(), name(in, AdminState.class)));

    private static final Form<StrategyChoice> STRATEGY = record(in -> new StrategyChoice(in.text(), in.texts()));

    private static final Form<StatusRanges.Range> RANGE =
            record(in -> new StatusRanges.Range(smallNumber(in), smallNumber(in)));

    private static final Form<HealthPolicy> HEALTH = record(in -> first(
            HealthPolicy.class,
            name(in, HealthType.class),
            in.text(),
            duration(in),
            duration(in),
            duration(in),
            smallNumber(in),
            smallNumber(in),
            new HealthPolicy.Expect(new StatusRanges(in.list(RANGE)), in.text()),
            percent(float64(in))));

    private static final Form<Timeouts> TIMEOUTS = record(in -> first(
            Timeouts.class,
            duration(in),
            duration(in),
            duration(in),
            duration(in),
            in.more() ? duration(in) : Timeouts.DEFAULT.request(),
            in.more() ? duration(in) : Timeouts.DEFAULT.tunnelIdle()));

    private static final Form<Ejection> EJECTION = record(in -> first(Ejection.class, smallNumber(in)));

    private static final Form<Connections> CONNECTIONS =
            record(in -> first(Connections.class, smallNumber(in), duration(in), smallNumber(in)));

    private static final Form<Integer> NUMBER =
            Form.plain((out, number) -> out.number(number), FirstFormat::smallNumber);

    private static final Form<RetryPolicy> RETRY = record(in -> first(
            RetryPolicy.class,
            smallNumber(in),
            new LinkedHashSet<>(in.list(Form.TEXT)),
            causes(in),
            new RetryPolicy.Budget(float64(in), smallNumber(in))));

    private static final Form<UpstreamTls> TLS = record(in -> first(UpstreamTls.class, in.text(), in.text()));

    private static final Form<Pool> POLICIES = record(in -> first(
            Pool.class,
            in.text(),
            List.of(),
            STRATEGY.read(in),
            HEALTH.read(in),
            TIMEOUTS.read(in),
            CONNECTIONS.read(in),
            RETRY.read(in),
            TLS.read(in),
            smallNumber(in),
            duration(in),
            in.bool(),
            in.more() ? EJECTION.read(in) : Ejection.DEFAULT));

    static final Forms FORMS = new Forms(FRONTEND, POLICIES, BACKEND);

    private FirstFormat() {}

    /** With what a former version knew of it: newer components stand behind those, and have their defaults. */
    private static <R extends Record> R first(Class<R> type, Object... values) {
        Map<String, Object> known = new HashMap<>();
        List<Component> components = Schema.of(type).components();
        for (int i = 0; i < values.length; i++) {
            known.put(components.get(i).name(), values[i]);
        }
        return Schema.of(type).defaults(known);
    }

    private static <T> Form<T> record(Function<ByteReader, T> constructor) {
        return Form.record(
                (out, value) -> {
                    throw new UnsupportedOperationException("format 1 is only read");
                },
                constructor);
    }

    private static double percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).doubleValue();
    }

    private static List<RetryCause> causes(ByteReader in) {
        List<RetryCause> causes = new ArrayList<>();
        for (RetryCause word : List.of(RetryCause.CONNECT_FAILURE, RetryCause.RESET, RetryCause.TIMEOUT)) {
            if (in.bool()) {
                causes.add(word);
            }
        }
        in.list(NUMBER).forEach(status -> causes.add(RetryCause.status(status)));
        return causes;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new UnreadableBytes("has an address of " + bytes.length + " bytes, expected 4 or 16", e);
        }
    }

    private static int smallNumber(ByteReader in) {
        long value = in.number();
        if (value != (int) value) {
            throw new UnreadableBytes(
                    "has the number " + value + " before byte " + in.position() + ", expected a smaller one");
        }
        return (int) value;
    }

    private static double float64(ByteReader in) {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | in.octet();
        }
        return Double.longBitsToDouble(bits);
    }

    private static URI url(ByteReader in) {
        String text = in.text();
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new UnreadableBytes("has \"" + text + "\" before byte " + in.position() + ", expected a URL", e);
        }
    }

    private static <E extends Enum<E>> E name(ByteReader in, Class<E> type) {
        String text = in.text();
        for (E known : type.getEnumConstants()) {
            if (known.name().equals(text)) {
                return known;
            }
        }
        throw new UnreadableBytes("has \"" + text + "\" before byte " + in.position() + ", expected one of "
                + List.of(type.getEnumConstants()));
    }

    private static Duration duration(ByteReader in) {
        try {
            return Duration.ofSeconds(in.number(), in.number());
        } catch (ArithmeticException e) {
            throw new UnreadableBytes("has an endless duration before byte " + in.position(), e);
        }
    }
}
