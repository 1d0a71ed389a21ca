package dev.fairlead.server.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The reading side of a socket, which appears empty once it has used its share of a turn. A relay reads until there is
 * nothing left, and between two fast processes there always is more: they would keep the thread.
 *
 * <p>The socket still has its bytes then, so it reports them again in the next round, after all others that have some.
 * A task would not work: the IO thread runs all tasks before it looks at sockets again.
 */
public final class FairSource extends AbstractStreamSourceConduit<StreamSourceConduit> implements ReadReadyHandler {

    /**
     * An answer of 64 KiB passes in one turn; with a hundred downloads at full speed, the next one waits a few
     * milliseconds.
     */
    public static final int BYTES = 128 * 1024;

    private ReadReadyHandler reader;
    private int left = BYTES;

    private FairSource(StreamSourceConduit next, ReadReadyHandler reader) {
        super(next);
        this.reader = reader;
        next.setReadReadyHandler(this);
    }

    /** Inserts itself between the socket and all other conduits; must be called before others do so. */
    public static FairSource on(StreamConnection socket) {
        FairSource source = new FairSource(
                socket.getSourceChannel().getConduit(),
                new ReadReadyHandler.ChannelListenerHandler<>(socket.getSourceChannel()));
        socket.getSourceChannel().setConduit(source);
        return source;
    }

    /** For code that checks the socket on its own and has to know what it really has. */
    public void begin() {
        left = BYTES;
    }

    @Override
    public void readReady() {
        begin();
        reader.readReady();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (left <= 0) {
            return 0;
        }
        int count = next.read(target);
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        if (left <= 0) {
            return 0;
        }
        long count = next.read(targets, offset, length);
        left -= (int) Math.max(0, Math.min(count, BYTES));
        return count;
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
    public void setReadReadyHandler(ReadReadyHandler handler) {
        reader = handler;
    }

    @Override
    public void forceTermination() {
        reader.forceTermination();
    }

    @Override
    public void terminated() {
        reader.terminated();
    }
}
