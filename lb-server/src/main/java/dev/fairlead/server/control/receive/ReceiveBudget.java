package dev.fairlead.server.control.receive;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room for what is being received at the control port, on all connections together. A call's bytes are kept from their
 * arrival until the call is over, and gRPC would keep a message of any number of calls before anybody sees it. When the room
 * is used up, the call that takes most of it ends, so that small ones are answered whoever sends large ones.
 */
public final class ReceiveBudget extends ServerStreamTracer.Factory {

    /** Of any call; most take less. */
    public static final int LARGEST_MESSAGE = RequestSize.LARGEST;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** Of those that are told to end and have not yet done so. */
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

    /** Bytes as they are reckoned. */
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
            leaving.addAndGet(largest.leave("the server receives too much at once; ask again in a moment"));
            if (largest != call) {
                largest.cancel();
            }
        }
    }

    /** @param left what was reckoned as leaving with it */
    void giveBack(IncomingCall call, long left) {
        calls.remove(call);
        held.addAndGet(-call.bytes());
        leaving.addAndGet(-left);
    }
}
