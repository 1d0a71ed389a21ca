package dev.fairlead.ctl.command;

import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.output.Output;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: with whom it talks and where it speaks.
 *
 * @param pool empty if none was named
 * @param timeout null if none was set
 */
public record Session(
        Connection connection,
        Output output,
        String pool,
        @Nullable Duration timeout) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The pool as it is called in sentences. */
    public String poolName() {
        return pool.isEmpty() ? "default" : pool;
    }

    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return connection.call(method, request, patience());
    }

    /** Reads until the reader has enough, for as long as it takes. */
    public <Q, A> void stream(MethodDescriptor<Q, A> method, Q request, Predicate<A> reader) {
        connection.stream(method, request, null, reader);
    }

    /** How long an answer may take that nobody has to wait for. */
    public Duration patience() {
        return timeout == null ? PATIENCE : timeout;
    }
}
