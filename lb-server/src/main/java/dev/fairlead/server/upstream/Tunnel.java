package dev.fairlead.server.upstream;

import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** Hands a connection over to those that speak another protocol on it. */
final class Tunnel {

    private Tunnel() {}

    /** Puts back what was read and who is called, as if nobody had ever listened. */
    static StreamConnection handOver(StreamConnection socket, Inbound inbound, Outbound outbound, Runnable whenClosed) {
        inbound.source.suspendReads();
        outbound.sink.suspendWrites();
        PushedBack source = new PushedBack(inbound.source, inbound.leftOver());
        socket.getSourceChannel().setConduit(source);
        source.setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(socket.getSourceChannel()));
        socket.getSinkChannel().setConduit(outbound.sink);
        outbound.sink.setWriteReadyHandler(new WriteReadyHandler.ChannelListenerHandler<>(socket.getSinkChannel()));
        AtomicBoolean closed = new AtomicBoolean(); // close listeners have been seen to fire twice
        socket.setCloseListener(connection -> {
            if (closed.compareAndSet(false, true)) {
                whenClosed.run();
            }
        });
        return socket;
    }
}
