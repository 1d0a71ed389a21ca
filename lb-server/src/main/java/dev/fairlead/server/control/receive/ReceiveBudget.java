package dev.fairlead.server.control.receive;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for requests being received at the control port, on all connections together. A call's bytes are held from
 * their arrival until the call ends, and gRPC would hold messages of any number of calls before our code sees them.
 * When the memory is used up, the largest call is ended, so that small ones are answered even while others send large
 * ones.
 */
public final class ReceiveBudget extends ServerStreamTracer.Factory {

    /** Counted for any call; most take less. */
    public static final int LARGEST_MESSAGE = RequestSize.LARGEST;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** Bytes of calls that were told to end and have not done so yet. */
    private final AtomicLong leaving = new AtomicLong();

    private final Set<IncomingCall> calls = ConcurrentHashMap.newKeySet();

    /** @param most bytes */
    public ReceiveBudget(long most) {
        this.most = most;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new IncomingCall(this, method);
    }

    /** Counted bytes. */
    public long held() {
        return held.get();
    }

    /** On the thread of the call's connection. */
    void take(IncomingCall call, long bytes) {
        calls.add(call);
        held.addAndGet(bytes);
        IncomingCall largest = null;
        while (largest != call && held.get() - leaving.get() > most) {
            largest = calls.stream()
                    .filter(IncomingCall::stays)
                    .max(Comparator.comparingLong(IncomingCall::bytes))
                    .orElse(call);
            leaving.addAndGet(largest.leave("the server is receiving too much at once; try again in a moment"));
            if (largest != call) {
                largest.cancel();
            }
        }
    }

    /** @param left the bytes that were counted as leaving with it */
    void giveBack(IncomingCall call, long left) {
        calls.remove(call);
        held.addAndGet(-call.bytes());
        leaving.addAndGet(-left);
    }
}
