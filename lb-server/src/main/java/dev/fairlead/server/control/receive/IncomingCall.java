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

/** What was received of one call, until it is over and nobody works with it any more. */
public final class IncomingCall extends ServerStreamTracer {

    private static final Context.Key<IncomingCall> KEY = Context.key("incoming");

    /** A message that comes in small pieces costs more for the pieces than for what is in them. */
    private static final int PIECE = 1024;

    private static final long STAYS = -1;
    private static final long OVER = -2;

    private final ReceiveBudget intake;
    private final RequestSize size;

    /** What it is reckoned to have left with, or one of the two above. */
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

    /** The call that is being answered. */
    public static Optional<IncomingCall> current() {
        return Optional.ofNullable(KEY.get());
    }

    /** Why the call was ended here, or nothing if it was not. */
    public Optional<String> refusal() {
        return cause.isEmpty() ? Optional.empty() : Optional.of(cause);
    }

    /**
     * Has the task run there; what it works with counts as held until it has, also if the caller goes away.
     *
     * @throws RejectedExecutionException if it is not taken
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

    /** On the thread of its connection, as the end. */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // others only read it
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
            // ends the call with this status, and drops what came of it
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
     * On any thread: lets the call end with the next of its bytes.
     *
     * @return the bytes that will be free then, 0 if it ends already
     */
    long leave(String why) {
        long now = bytes;
        if (!left.compareAndSet(STAYS, now)) {
            return 0;
        }
        cause = why;
        return now;
    }

    /** On any thread: ends the call without waiting for more of it. */
    void cancel() {
        Context.CancellableContext ended = context;
        if (ended != null) {
            // of the reasons to cancel a context, a deadline is the one that gRPC takes as an end of the call as well
            ended.cancel(Status.DEADLINE_EXCEEDED.withDescription(cause).asRuntimeException());
        }
    }
}
