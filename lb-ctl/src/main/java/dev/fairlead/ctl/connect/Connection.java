package dev.fairlead.ctl.connect;

import dev.fairlead.ctl.value.Spans;
import io.grpc.CallOptions;
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

/** The way to one server. */
public final class Connection implements AutoCloseable {

    private final Target target;
    private final EventLoopGroup thread;
    private final ManagedChannel channel;

    /** Whoever has answered once speaks our language: what breaks off then was no misunderstanding. */
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
            A answer = ClientCalls.blockingUnaryCall(channel, method, options, request);
            answered = true;
            return answer;
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(e, target, answered, Spans.text(patience));
        }
    }

    /**
     * A call that may be repeated, because it carries a request id by which the server knows it again: if the connection
     * breaks under it, nobody can tell whether the change was made, and asking once more finds out.
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
     * Reads a stream to its end, or until the reader has enough.
     *
     * @param patience null for as long as it takes
     * @param reader whether it wants more
     */
    public <Q, A> void stream(
            MethodDescriptor<Q, A> method, Q request, @Nullable Duration patience, Predicate<A> reader) {
        CallOptions options = patience == null
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        Context.CancellableContext reading = Context.current().withCancellation();
        Context before = reading.attach();
        try {
            Iterator<A> answers = ClientCalls.blockingServerStreamingCall(channel, method, options, request);
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

    /** Also breaks a stream that another thread reads. */
    @Override
    public void close() {
        channel.shutdownNow();
        // its threads are daemons: nobody has to wait for them
        var ignored = thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
