package dev.fairlead.server.upstream.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/** The plain side of what a TLS connection sends. Its events are those of the socket below. */
public final class TlsSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final Logger log = LoggerFactory.getLogger(TlsSink.class);

    private final TlsLink link;
    private boolean terminated;

    TlsSink(StreamSinkConduit next, TlsLink link) {
        super(next);
        this.link = link;
    }

    /** One attempt to end the session in order, for a connection that is closed whatever comes of it. */
    public void sayGoodbye() {
        try {
            link.closeWrites();
        } catch (IOException e) {
            log.debug("event=tls-close-failed cause={}", e.getMessage());
        } finally {
            link.release();
        }
    }

    /** Bytes that count as written and are not. */
    public boolean unsent() {
        return link.unsent();
    }

    /** The connection is closed already. */
    public void release() {
        link.release();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return (int) link.write(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return link.write(sources, offset, length);
    }

    @Override
    public int writeFinal(ByteBuffer source) throws IOException {
        return Conduits.writeFinalBasic(this, source);
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, sources, offset, length);
    }

    @Override
    public long transferFrom(FileChannel source, long position, long count) throws IOException {
        return source.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) throws IOException {
        return Conduits.transfer(source, count, throughBuffer, this);
    }

    @Override
    public boolean flush() throws IOException {
        if (!link.flush()) {
            return false;
        }
        if (terminated) {
            next.terminateWrites();
        }
        return next.flush();
    }

    /** The farewell goes out before the socket ends; {@link #flush} sees to the rest. */
    @Override
    public void terminateWrites() throws IOException {
        if (!terminated) {
            terminated = true;
            if (link.closeWrites()) {
                next.terminateWrites();
            }
        }
    }

    @Override
    public boolean isWriteShutdown() {
        return terminated || next.isWriteShutdown();
    }
}
