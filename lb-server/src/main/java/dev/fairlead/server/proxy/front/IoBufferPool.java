package dev.fairlead.server.proxy.front;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * Buffers for Undertow, cached per IO thread without any lock. A cache, not a semaphore: every request is served.
 *
 * <p>Undertow closes some buffers twice. So each allocation has its own handle: with a recycled handle, the second
 * close would free the buffer of its next user.
 */
final class IoBufferPool implements ByteBufferPool {

    private static final int CACHED_PER_THREAD = 128;

    private final XnioWorker worker;
    private final Clients clients;
    private final int bufferSize;
    private final LaneBuffers[] lanes;
    private final LongAdder closedTwice = new LongAdder();

    /** @param clients who pay for it */
    IoBufferPool(XnioWorker worker, Clients clients, int bufferSize) {
        this.worker = worker;
        this.clients = clients;
        this.bufferSize = bufferSize;
        this.lanes = new LaneBuffers[worker.getIoThreadCount()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new LaneBuffers(clients.lane(i));
        }
    }

    @Override
    public PooledByteBuffer allocate() {
        LaneBuffers lane = ownLane();
        ByteBuffer cached = lane == null ? null : lane.free.pollFirst();
        if (lane == null) {
            clients.budget().add(bufferSize);
        } else {
            lane.clients.add(bufferSize);
        }
        return new Lent(cached == null ? ByteBuffer.allocateDirect(bufferSize) : cached);
    }

    /** How often somebody gave a buffer back that he no longer had. */
    long closedTwice() {
        return closedTwice.sum();
    }

    /** Of the calling IO thread. */
    int cached() {
        LaneBuffers lane = ownLane();
        return lane == null ? 0 : lane.free.size();
    }

    private @Nullable LaneBuffers ownLane() {
        return Thread.currentThread() instanceof XnioIoThread thread && thread.getWorker() == worker
                ? lanes[thread.getNumber()]
                : null;
    }

    /** Undertow asks for one where it compresses or speaks AJP; neither is done here. */
    @Override
    public ByteBufferPool getArrayBackedPool() {
        throw new UnsupportedOperationException("the data port has direct buffers only");
    }

    @Override
    public void close() {}

    @Override
    public int getBufferSize() {
        return bufferSize;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    /** Only its IO thread touches it. */
    private static final class LaneBuffers {
        private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
        private final LaneClients clients;

        LaneBuffers(LaneClients clients) {
            this.clients = clients;
        }
    }

    private final class Lent implements PooledByteBuffer {
        private @Nullable ByteBuffer buffer;

        Lent(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getBuffer() {
            ByteBuffer mine = buffer;
            if (mine == null) {
                throw new IllegalStateException("this buffer was given back");
            }
            return mine;
        }

        @Override
        public void close() {
            ByteBuffer mine = buffer;
            if (mine == null) {
                closedTwice.increment();
                return;
            }
            buffer = null;
            LaneBuffers lane = ownLane();
            if (lane == null) {
                clients.budget().add(-bufferSize);
                return;
            }
            lane.clients.add(-bufferSize);
            if (lane.free.size() < CACHED_PER_THREAD) {
                lane.free.addFirst(mine.clear());
            }
        }

        @Override
        public boolean isOpen() {
            return buffer != null;
        }
    }
}
