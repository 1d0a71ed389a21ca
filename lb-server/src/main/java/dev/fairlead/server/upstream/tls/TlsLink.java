package dev.fairlead.server.upstream.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * One TLS connection between its plain and its encrypted side. Buffers are lent for as long as they hold bytes.
 * On its IO thread only.
 */
final class TlsLink {

    final SSLEngine engine;
    private final ByteBuffer[] nothing = {ByteBuffer.allocate(0)};
    private final TlsBuffers buffers;
    private final StreamSourceConduit source;
    private final StreamSinkConduit sink;

    /** Encrypted bytes that came; null or ready to be read from. */
    private @Nullable ByteBuffer received;

    /** Decrypted bytes that nobody has taken yet; null or ready to be read from. */
    private @Nullable ByteBuffer plain;

    /** Encrypted bytes that the socket has not taken yet; null or ready to be read from. */
    private @Nullable ByteBuffer unsent;

    /** From then on what is left of handshakes (key updates, session tickets) is done on the way. */
    private boolean established;

    private boolean released;

    TlsLink(SSLEngine engine, TlsBuffers buffers, StreamSourceConduit source, StreamSinkConduit sink) {
        this.engine = engine;
        this.buffers = buffers;
        this.source = source;
        this.sink = sink;
    }

    /** Bytes are here that will cause no event. */
    boolean buffered() {
        return plain != null || received != null;
    }

    boolean unsent() {
        return unsent != null;
    }

    /** Decrypts what has come; 0 only if the socket has nothing more for now. */
    int read(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (plain != null) {
                return takePlain(plain, target);
            }
            if (engine.isInboundDone()) {
                return -1;
            }
            if (received == null && receive() == 0) {
                return 0;
            }
            int before = target.position();
            Status status = unwrap(target);
            if (target.position() > before) {
                return target.position() - before;
            }
            if (status == Status.BUFFER_UNDERFLOW && receive() == 0) {
                return 0;
            }
        }
        return 0;
    }

    private int takePlain(ByteBuffer from, ByteBuffer target) {
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            plain = giveBack(from);
        }
        return count;
    }

    /** Reads from the socket behind what was received. An end without a farewell may be an attacker's, not the peer's. */
    private int receive() throws IOException {
        ByteBuffer buffer = received == null ? buffers.lendBlock() : received.compact();
        received = null;
        if (!buffer.hasRemaining()) {
            buffer = enlarge(buffer, engine.getSession().getPacketBufferSize());
        }
        int count;
        try {
            count = source.read(buffer);
        } finally {
            buffer.flip();
            received = buffer.hasRemaining() ? buffer : giveBack(buffer);
        }
        if (count < 0) {
            throw new EOFException("the connection was cut off without a TLS close_notify");
        }
        return count;
    }

    /** One record, into the target if it has room for any record, else into a buffer of our own. */
    private Status unwrap(ByteBuffer target) throws IOException {
        ByteBuffer from = received;
        if (from == null) {
            return Status.BUFFER_UNDERFLOW;
        }
        boolean direct = target.remaining() >= engine.getSession().getApplicationBufferSize();
        ByteBuffer to = direct ? target : buffers.lendBlock();
        SSLEngineResult result;
        try {
            result = engine.unwrap(from, to);
            while (!direct && result.getStatus() == Status.BUFFER_OVERFLOW) {
                to = enlarge(to, engine.getSession().getApplicationBufferSize());
                result = engine.unwrap(from, to);
            }
        } finally {
            if (!direct) {
                to.flip();
                plain = to.hasRemaining() ? to : giveBack(to);
            }
            if (!from.hasRemaining()) {
                received = giveBack(from);
            }
        }
        afterUnwrap(result.getHandshakeStatus());
        return result.getStatus();
    }

    private void afterUnwrap(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK && established) {
            runTasks();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && established) {
            if (!wrapHandshake()) {
                sink.resumeWrites();
            }
        }
    }

    void established() {
        established = true;
    }

    void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    /** Handshake messages from the peer; false if the rest of them has not come yet. */
    boolean unwrapHandshake() throws IOException {
        if (received == null && receive() == 0) {
            return false;
        }
        return unwrap(nothing[0]) != Status.BUFFER_UNDERFLOW || receive() > 0;
    }

    /** One flight of ours; false if the socket has not taken it all. */
    boolean wrapHandshake() throws IOException {
        if (!flush()) {
            return false;
        }
        wrap(nothing, 0, 1);
        return flush();
    }

    /** Encrypts and sends; bytes that count as written may still wait for {@link #flush}. */
    long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        while (flush() && anyRemaining(sources, offset, length)) {
            SSLEngineResult result = wrap(sources, offset, length);
            total += result.bytesConsumed();
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                throw new SSLException("the TLS engine takes no bytes while it is " + result.getHandshakeStatus());
            }
        }
        return total;
    }

    private SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length) throws IOException {
        ByteBuffer to = buffers.lendBlock();
        try {
            SSLEngineResult result = engine.wrap(sources, offset, length, to);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                to = enlarge(to, engine.getSession().getPacketBufferSize());
                result = engine.wrap(sources, offset, length, to);
            }
            if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
                throw new ClosedChannelException();
            }
            return result;
        } finally {
            to.flip();
            unsent = to.hasRemaining() ? to : giveBack(to);
        }
    }

    /** Whether the socket has taken everything. */
    boolean flush() throws IOException {
        ByteBuffer buffer = unsent;
        if (buffer == null) {
            return true;
        }
        sink.write(buffer);
        if (buffer.hasRemaining()) {
            return false;
        }
        unsent = giveBack(buffer);
        return true;
    }

    /** Says that nothing more comes; whether the socket took that. */
    boolean closeWrites() throws IOException {
        engine.closeOutbound();
        return engine.isOutboundDone() ? flush() : wrapHandshake();
    }

    /** The connection is closed; nothing is lent from here on. */
    void release() {
        if (!released) {
            released = true;
            received = giveBack(received);
            plain = giveBack(plain);
            unsent = giveBack(unsent);
        }
    }

    private static boolean anyRemaining(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ByteBuffer giveBack(@Nullable ByteBuffer buffer) {
        if (buffer != null) {
            buffers.giveBackBlock(buffer);
        }
        return null;
    }

    private ByteBuffer enlarge(ByteBuffer full, int atLeast) {
        ByteBuffer larger = ByteBuffer.allocate(Math.max(atLeast, full.capacity() * 2));
        larger.put(full.flip());
        return larger;
    }
}
