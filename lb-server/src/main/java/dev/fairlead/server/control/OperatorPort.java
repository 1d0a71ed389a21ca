package dev.fairlead.server.control;

import dev.fairlead.server.limit.ConnectionLimiter;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides which connections to the control port may stay. gRPC limits the calls on a connection but not the
 * connections, and waits forever for a first call. Descriptors held there by strangers would be missing at the data
 * port.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners handle closing and timing; nothing waits for the futures
final class OperatorPort implements AutoCloseable, ServerInterceptor {

    /** From the connection to the first admitted call, including TLS and the first token. */
    private static final int FIRST_CALL_SECONDS = 10;

    private static final int IDLE_MINUTES = 30;

    /** How many connections can be accepted before the first of the others has closed. */
    private static final int CLOSING = 4;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final ConnectionLimiter doorway;
    private final EventLoopGroup accepting = group("fairlead-control-accept", 1);
    private final EventLoopGroup serving = group("fairlead-control-io", 2);

    OperatorPort(int connections) {
        this.most = connections;
        this.doorway = ConnectionLimiter.keepingServed(connections - CLOSING);
    }

    private static EventLoopGroup group(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    void installIn(NettyServerBuilder builder) {
        builder.bossEventLoopGroup(accepting)
                .workerEventLoopGroup(serving)
                .channelFactory(Accepting::new)
                .handshakeTimeout(FIRST_CALL_SECONDS, TimeUnit.SECONDS)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES);
    }

    /** Runs after the interceptors that decide whether a caller may call. */
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SocketAddress from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (from != null) {
            doorway.served(from);
        }
        return next.startCall(call, headers);
    }

    long turnedAway() {
        return doorway.turnedAway();
    }

    private void arrived(Channel connection, EventLoopGroup timers) {
        SocketAddress from = connection.remoteAddress();
        if (from == null) {
            connection.close(); // already closed
            return;
        }
        connection.closeFuture().addListener(closed -> doorway.gone(from));
        doorway.arrived(from, () -> closeNow(connection));
        timers.schedule(() -> doorway.expire(from), FIRST_CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Bypasses HTTP/2, which would first say goodbye and wait for a greeting from a peer that never sends one. */
    private static void closeNow(Channel connection) {
        ChannelHandlerContext first = connection.pipeline().firstContext();
        if (first == null) {
            connection.close();
        } else {
            first.close();
        }
    }

    @Override
    public void close() {
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        serving.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Accepting extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            for (Object connection : accepted.subList(before, accepted.size())) {
                ((Channel) connection).pipeline().addFirst(new EarlyAnswerHandler());
                count((Channel) connection);
                arrived((Channel) connection, accepting);
            }
            return count;
        }

        /** Accepts no more connections until one that was told to close has closed. */
        private void count(Channel connection) {
            if (open.incrementAndGet() >= most) {
                config().setAutoRead(false);
            }
            connection.closeFuture().addListener(closed -> {
                open.decrementAndGet();
                if (!accepting.isShuttingDown()) {
                    accepting.execute(() -> config().setAutoRead(true));
                }
            });
        }
    }
}
