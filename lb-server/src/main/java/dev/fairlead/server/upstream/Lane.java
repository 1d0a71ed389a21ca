package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.InputBuffer;
import dev.fairlead.server.upstream.timer.TimerWheel;
import dev.fairlead.server.upstream.tls.TlsBuffers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/**
 * Resources shared by the connections of one IO thread. Buffers are lent only while they hold bytes, so an idle
 * connection has none, and a thread needs about as many as it has waiting exchanges. Used only by its own thread; the
 * counts are volatile so that tests can read them.
 */
final class Lane implements TlsBuffers {

    private static final int KEPT = 64;
    private static final int HEAD_SIZE = 4 * 1024;

    /** Room for the largest record of TLS; with less an engine waits for ever. */
    private static final int BLOCK_SIZE = 18 * 1024;

    final XnioIoThread thread;
    final TimerWheel wheel;

    /** Scratch for gathering writes; empty between calls. */
    final ByteBuffer[] gather = new ByteBuffer[3];

    private final ArrayDeque<InputBuffer> inputs = new ArrayDeque<>();
    private final ArrayDeque<HeadBuffer> heads = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> blocks = new ArrayDeque<>();
    private volatile int inputsLent;
    private volatile int headsLent;
    private volatile int blocksLent;

    Lane(XnioIoThread thread, LongSupplier nanoClock) {
        this.thread = thread;
        this.wheel = new TimerWheel(thread, nanoClock);
    }

    int number() {
        return thread.getNumber();
    }

    long now() {
        return wheel.now();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    InputBuffer lendInput() {
        inputsLent++;
        InputBuffer kept = inputs.pollLast();
        return kept == null ? new InputBuffer() : kept;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void giveBack(InputBuffer input) {
        inputsLent--;
        if (input.ordinary() && inputs.size() < KEPT) {
            input.clear();
            inputs.addLast(input);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    HeadBuffer lendHead() {
        headsLent++;
        HeadBuffer kept = heads.pollLast();
        return kept == null ? new HeadBuffer(HEAD_SIZE) : kept;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void giveBack(HeadBuffer head) {
        headsLent--;
        if (heads.size() < KEPT) {
            head.clear();
            heads.addLast(head);
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public ByteBuffer lendBlock() {
        blocksLent++;
        ByteBuffer kept = blocks.pollLast();
        return kept == null ? ByteBuffer.allocate(BLOCK_SIZE) : kept;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void giveBackBlock(ByteBuffer buffer) {
        blocksLent--;
        if (buffer.capacity() == BLOCK_SIZE && blocks.size() < KEPT) {
            blocks.addLast(buffer.clear());
        }
    }

    /** What is not given back; nothing once all connections are idle or closed. */
    int lent() {
        return inputsLent + headsLent + blocksLent;
    }
}
