package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.tls.TlsSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Returns bytes that were read too early, and then the rest. They cause no event on the socket, so this creates one.
 */
final class PushbackSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final ByteBuffer bytes;

    PushbackSource(StreamSourceConduit next, byte[] bytes) {
        super(next);
        this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!bytes.hasRemaining()) {
            return next.read(target);
        }
        int count = Math.min(bytes.remaining(), target.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), count);
        target.put(part);
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        if (!bytes.hasRemaining()) {
            return next.read(targets, offset, length);
        }
        long total = 0;
        for (int i = offset; i < offset + length && bytes.hasRemaining(); i++) {
            total += read(targets[i]);
        }
        return total;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target) throws IOException {
        return Conduits.transfer(this, count, throughBuffer, target);
    }

    @Override
    public void resumeReads() {
        if (bytes.hasRemaining() || next instanceof TlsSource tls && tls.buffered()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }
}
