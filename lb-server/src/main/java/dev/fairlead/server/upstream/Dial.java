package dev.fairlead.server.upstream;

import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.address.Resolver;
import dev.fairlead.server.upstream.timer.WheelTimer;
import dev.fairlead.server.upstream.tls.TlsClient;
import dev.fairlead.server.upstream.tls.TlsSink;
import dev.fairlead.server.upstream.tls.TlsSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;

/**
 * Opens one connection: name lookup, addresses in turn, TLS. It ends exactly once, by success, failure, timeout or
 * cancellation; a connection that arrives later is closed.
 */
final class Dial implements Acquisition {

    /** Where the connect timeout, which else bounds it, is off: a name server may be silent for ever. */
    private static final long LONGEST_LOOK_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** With probes of the kernel's, for a backend that vanished without a word, under a tunnel or a long answer. */
    private static final OptionMap OPTIONS = OptionMap.create(Options.TCP_NODELAY, true, Options.KEEP_ALIVE, true);

    private final BackendConnections home;
    private final Lane lane;
    private final Destination destination;
    private final Resolver resolver;
    private final TlsClient tls;
    private final ConnectionCallback callback;
    private final WheelTimer timer;
    private long deadline = Deadlines.NEVER;
    private long connectNanos;

    /** What the deadline leaves to the present step and those behind it. */
    private long timeoutNanos;

    private boolean over;

    private List<InetAddress> addresses = List.of();
    private int tried;
    private @Nullable IoFuture<StreamConnection> connecting;
    private @Nullable StreamConnection socket;

    /** What the present step is, for the one who reads that it took too long. */
    private String step = "looking the name up";

    private UpstreamFailure lastFailure = UpstreamFailure.UNREACHABLE;
    private String lastDetail = "";

    Dial(
            BackendConnections home,
            Lane lane,
            Destination destination,
            Resolver resolver,
            TlsClient tls,
            ConnectionCallback callback) {
        this.home = home;
        this.lane = lane;
        this.destination = destination;
        this.resolver = resolver;
        this.tls = tls;
        this.callback = callback;
        this.timer = lane.wheel.unarmed(this::timeout);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the stage ends in resolved() or fail()
    void start(long timeout) {
        if (home.isCut()) {
            cut();
            return;
        }
        connectNanos = timeout;
        List<InetAddress> atHand = resolver.atHand(destination.host());
        if (atHand != null) {
            resolved(atHand);
            return;
        }
        within(timeout > 0 ? timeout : LONGEST_LOOK_UP_NANOS);
        resolver.resolve(destination.host())
                .whenComplete((found, e) -> onThread(() -> {
                    if (e == null) {
                        resolved(found);
                    } else {
                        fail(UpstreamFailure.UNRESOLVED, "the name " + destination.host() + " cannot be resolved");
                    }
                }));
    }

    @Override
    public void cancel() {
        if (end()) {
            abandon();
            home.closed();
        }
    }

    @Override
    public boolean isResolving() {
        return !over && addresses.isEmpty();
    }

    void cut() {
        fail(UpstreamFailure.CUT, OpenConnections.WHY_CUT);
    }

    /** How long the name took is no word about the backend, so its time begins here. */
    private void resolved(List<InetAddress> found) {
        if (over) {
            return;
        }
        addresses = found;
        within(connectNanos);
        tryNext();
    }

    /** From now on; 0 for no end. */
    private void within(long nanos) {
        timeoutNanos = nanos;
        timer.cancel();
        deadline = Deadlines.NEVER;
        if (nanos > 0) {
            deadline = lane.now() + nanos;
            timer.armAt(deadline);
        }
    }

    private void tryNext() {
        if (over) {
            return;
        }
        if (tried == addresses.size()) {
            fail(lastFailure, lastDetail);
            return;
        }
        InetSocketAddress address = new InetSocketAddress(addresses.get(tried++), destination.port());
        step = "connecting to " + text(address);
        if (deadline != Deadlines.NEVER) { // a silent address must not use up the time of those behind it
            long now = lane.now();
            timer.armAt(now + (deadline - now) / (addresses.size() - tried + 1));
        }
        int attempt = tried;
        IoFuture<StreamConnection> future =
                lane.thread.openStreamConnection(address, connection -> connected(connection, attempt), OPTIONS);
        connecting = future;
        future.addNotifier(
                (done, none) -> {
                    if (done.getStatus() == IoFuture.Status.FAILED) {
                        onThread(() -> refused(attempt, address, done.getException()));
                    }
                },
                null);
    }

    private void refused(int attempt, InetSocketAddress address, IOException cause) {
        if (over || attempt != tried) {
            return;
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        boolean refused = cause instanceof ConnectException && message.contains("refused");
        lastFailure = ResourceExhaustion.isCauseOf(cause)
                ? UpstreamFailure.NO_RESOURCES
                : refused ? UpstreamFailure.REFUSED : UpstreamFailure.UNREACHABLE;
        lastDetail = text(address) + (refused ? " refused the connection" : ": " + message);
        tryNext();
    }

    private void connected(StreamConnection connection, int attempt) {
        if (over || attempt != tried || socket != null) {
            IoUtils.safeClose(connection);
            return;
        }
        socket = connection;
        FairSource turn = FairSource.on(connection);
        if (deadline != Deadlines.NEVER) {
            timer.armAt(deadline);
        }
        if (destination.tls() == null) {
            succeed(new UpstreamConnection(
                    home,
                    lane,
                    connection,
                    turn,
                    turn,
                    connection.getSinkChannel().getConduit()));
            return;
        }
        step = "the TLS handshake";
        tls.handshake(lane.thread, lane, connection, new TlsClient.Outcome() {
            @Override
            public void secured(TlsSource source, TlsSink sink) {
                if (!over) {
                    succeed(new UpstreamConnection(home, lane, connection, turn, source, sink));
                }
            }

            @Override
            public void failed(String why) {
                fail(UpstreamFailure.TLS_FAILED, why);
            }
        });
    }

    private void succeed(UpstreamConnection connection) {
        if (end()) {
            BackendConnections.hand(connection, callback);
        }
    }

    private void timeout() {
        if (over) {
            return;
        }
        if (lane.now() >= deadline) {
            fail(
                    isResolving() ? UpstreamFailure.UNRESOLVED : UpstreamFailure.CONNECT_TIMEOUT,
                    step + " took longer than " + timeoutNanos / 1_000_000 + " ms");
            return;
        }
        lastFailure = UpstreamFailure.CONNECT_TIMEOUT;
        lastDetail = step + " took too long";
        abandon();
        tryNext();
    }

    private void fail(UpstreamFailure failure, String detail) {
        if (end()) {
            abandon();
            home.closed();
            callback.failed(failure, detail);
        }
    }

    private boolean end() {
        boolean first = !over;
        over = true;
        timer.cancel();
        home.openConnections(lane).remove(this);
        return first;
    }

    private void abandon() {
        IoFuture<StreamConnection> future = connecting;
        if (future != null) {
            future.cancel();
        }
        IoUtils.safeClose(socket);
    }

    /** A failure may be reported while the call that caused it still runs, or by a thread of the resolver. */
    private void onThread(Runnable task) {
        try {
            lane.thread.execute(task);
        } catch (RejectedExecutionException e) {
            if (!over) { // the worker is shutting down: nobody is left to be told
                over = true;
                home.closed();
            }
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
