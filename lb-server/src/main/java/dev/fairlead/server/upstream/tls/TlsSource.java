package dev.fairlead.server.upstream.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/** The plain side of what a TLS connection receives. Its events are those of the socket below. */
public final class TlsSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final TlsLink link;

    TlsSource(StreamSourceConduit next, TlsLink link) {
        super(next);
        this.link = link;
    }

    /** Something is here that will cause no event; it may be less than a record. */
    public boolean buffered() {
        return link.buffered();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return link.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (targets[i].hasRemaining()) {
                int count = link.read(targets[i]);
                if (count <= 0) {
                    return total > 0 ? total : count;
                }
                total += count;
            }
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
}
