package dev.fairlead.server.control.receive;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The received bytes of one call, until it has ended and nothing works with them any more. */
public final class IncomingCall extends ServerStreamTracer {

    private static final Context.Key<IncomingCall> KEY = Context.key("incoming");

    /** If a message arrives in small pieces, the pieces cost more than their content. */
    private static final int PIECE = 1024;

    private static final long STAYS = -1;
    private static final long OVER = -2;

    private final ReceiveBudget intake;
    private final RequestSize size;

    /** The number of bytes counted when it left, or one of the two values above. */
    private final AtomicLong left = new AtomicLong(STAYS);

    private final AtomicInteger users = new AtomicInteger(1);
    private long received;
    private volatile long bytes;
    private volatile String cause = "";
    private volatile Context.@Nullable CancellableContext context;

    IncomingCall(ReceiveBudget intake, String method) {
        this.intake = intake;
        this.size = RequestSize.of(method);
    }

    /** The current call. */
    public static Optional<IncomingCall> current() {
        return Optional.ofNullable(KEY.get());
    }

    /** Why the call was ended here, or null if it was not. */
    public Optional<String> refusal() {
        return cause.isEmpty() ? Optional.empty() : Optional.of(cause);
    }

    /**
     * Runs the task there; its data counts as held until the task has run, even if the caller goes away.
     *
     * @throws RejectedExecutionException if it is not accepted
     */
    public void execute(Runnable task, Executor there) {
        users.incrementAndGet();
        try {
            there.execute(() -> {
                try {
                    task.run();
                } finally {
                    release();
                }
            });
        } catch (RejectedExecutionException full) {
            release();
            throw full;
        }
    }

    @Override
    public Context filterContext(Context parent) {
        Context.CancellableContext own = parent.withValue(KEY, this).withCancellation();
        context = own;
        return own;
    }

    /** On the thread of its connection, like the end. */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // other threads only read it
    public void inboundWireSize(long more) {
        received += more;
        if (received > size.most()) {
            cause = size.sentence();
        } else if (stays()) {
            long counted = more * size.weight() + PIECE;
            bytes += counted;
            intake.take(this, counted);
        }
        if (!cause.isEmpty()) {
            // ends the call with this status and drops its data
            throw Status.RESOURCE_EXHAUSTED.withDescription(cause).asRuntimeException();
        }
    }

    @Override
    public void streamClosed(Status status) {
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            intake.giveBack(this, Math.max(0, left.getAndSet(OVER)));
        }
    }

    boolean stays() {
        return left.get() == STAYS;
    }

    long bytes() {
        return bytes;
    }

    /**
     * On any thread: marks the call to end with its next bytes.
     *
     * @return the bytes that this will free, 0 if it is already ending
     */
    long leave(String why) {
        long now = bytes;
        if (!left.compareAndSet(STAYS, now)) {
            return 0;
        }
        cause = why;
        return now;
    }

    /** On any thread: ends the call without waiting for more bytes. */
    void cancel() {
        Context.CancellableContext ended = context;
        if (ended != null) {
            // of the reasons to cancel a context, a deadline is the only one for which gRPC also ends the call
            ended.cancel(Status.DEADLINE_EXCEEDED.withDescription(cause).asRuntimeException());
        }
    }
}
