package dev.fairlead.ctl.command;

import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.output.Output;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: its connection and its output.
 *
 * @param pool empty if not given
 * @param timeout null if not given
 */
public record Session(
        Connection connection,
        Output output,
        String pool,
        @Nullable Duration timeout) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The pool's name for messages. */
    public String poolName() {
        return pool.isEmpty() ? "default" : pool;
    }

    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return connection.call(method, request, patience());
    }

    /** Reads until the reader is done, without a timeout. */
    public <Q, A> void stream(MethodDescriptor<Q, A> method, Q request, Predicate<A> reader) {
        connection.stream(method, request, null, reader);
    }

    /** The timeout for an answer if there is no --wait. */
    public Duration patience() {
        return timeout == null ? PATIENCE : timeout;
    }
}
