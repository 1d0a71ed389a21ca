package dev.fairlead.ctl.connect;

import dev.fairlead.control.v1.AccessServiceGrpc;
import dev.fairlead.control.v1.ProveRequest;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Spans;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection to a server. */
public final class Connection implements AutoCloseable {

    private static final Duration FIRST_WORDS = Duration.ofSeconds(10);
    private static final byte[] NOTHING = {};

    private final Target target;
    private final EventLoopGroup thread;
    private final ManagedChannel channel;

    /** The same channel with our proof added, for a server that has proved its identity; null until then. */
    private @Nullable Channel proven;

    /** A server that has answered once uses our protocol, so a later break is not a TLS mismatch. */
    private volatile boolean answered;

    private Connection(Target target, EventLoopGroup thread, ManagedChannel channel) {
        this.target = target;
        this.thread = thread;
        this.channel = channel;
    }

    /** Finds the server; the first call connects. */
    public static Connection to(Credentials credentials, Map<String, String> environment, Path userHome) {
        Target target = new TargetFinder(environment, userHome).find(credentials);
        EventLoopGroup thread = Channels.thread();
        return new Connection(target, thread, Channels.open(target, credentials, thread));
    }

    /** host:port */
    public String address() {
        return target.address();
    }

    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration patience) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            A answer = ClientCalls.blockingUnaryCall(channel(patience), method, options, request);
            answered = true;
            return answer;
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(e, target, answered, Spans.text(patience));
        }
    }

    /**
     * A call that may be repeated, because the server recognizes its request id. If the connection breaks, it is
     * unknown whether the change was made, and repeating the call finds out.
     */
    public <Q, A> A callAgainIfLost(MethodDescriptor<Q, A> method, Q request, Duration patience) {
        try {
            return call(method, request, patience);
        } catch (CallFailure e) {
            if (e.code() == Status.Code.UNAVAILABLE && e.connected()) {
                return call(method, request, patience);
            }
            throw e;
        }
    }

    /**
     * Reads a stream to its end, or until the reader is done.
     *
     * @param patience null for no timeout
     * @param reader returns whether it wants more
     */
    public <Q, A> void stream(
            MethodDescriptor<Q, A> method, Q request, @Nullable Duration patience, Predicate<A> reader) {
        CallOptions options = patience == null
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        Context.CancellableContext reading = Context.current().withCancellation();
        Context before = reading.attach();
        try {
            Channel to = channel(patience == null ? FIRST_WORDS : patience);
            Iterator<A> answers = ClientCalls.blockingServerStreamingCall(to, method, options, request);
            boolean wanted = true;
            while (wanted && answers.hasNext()) {
                answered = true;
                wanted = reader.test(answers.next());
            }
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(e, target, answered, patience == null ? "time" : Spans.text(patience));
        } finally {
            reading.detach(before);
            reading.cancel(null);
        }
    }

    /**
     * A server with a runtime file has to prove that it wrote the file before we send it anything. So a program that
     * listens there after the server has ended, or on another address, gets neither the token nor our requests.
     */
    private synchronized Channel channel(Duration patience) {
        RunningServer writer = target.writer();
        if (writer == null) {
            return channel;
        }
        if (proven == null) {
            Proof proof = Proof.fresh(writer.token(), writer.control());
            if (!proof.isServers(shown(proof, patience))) {
                throw unproven(writer);
            }
            answered = true;
            proven = ClientInterceptors.intercept(channel, Channels.authorization(proof.authorization()));
        }
        return proven;
    }

    private byte[] shown(Proof proof, Duration patience) {
        ProveRequest request = ProveRequest.newBuilder().setNonce(proof.nonce()).build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return ClientCalls.blockingUnaryCall(channel, AccessServiceGrpc.getProveMethod(), options, request)
                    .getProof()
                    .toByteArray();
        } catch (StatusRuntimeException e) {
            switch (e.getStatus().getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                    throw CallFailure.of(e, target, answered, Spans.text(patience));
                default -> {
                    return NOTHING;
                }
            }
        }
    }

    private static CommandFailure unproven(RunningServer writer) {
        return new CommandFailure(
                ExitCode.DENIED,
                "the program at " + writer.control() + " cannot prove that it is the server (process " + writer.pid()
                        + ") that left its token for this user, so no token was sent: it is another program, or a"
                        + " Fairlead too old to prove itself; use --token-file to send a token anyway");
    }

    /** Also ends a stream that another thread is reading. */
    @Override
    public void close() {
        channel.shutdownNow();
        // its threads are daemons, so there is no need to wait for them
        var ignored = thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
