package dev.fairlead.server.upstream;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** Hands a connection over to those that speak another protocol on it. */
final class Tunnel {

    private Tunnel() {}

    /** Puts back what was read and who is called, as if nobody had ever listened. */
    static StreamConnection handOver(
            StreamConnection socket, Lane lane, Inbound inbound, Outbound outbound, Runnable whenClosed) {
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
                if (outbound.sink instanceof TlsSink tls) {
                    release(lane, tls);
                }
            }
        });
        return socket;
    }

    /** A tunnel may be closed by any thread, but the buffers are the lane's. */
    private static void release(Lane lane, TlsSink tls) {
        try {
            lane.thread.execute(tls::release);
        } catch (RejectedExecutionException e) {
            tls.release(); // its thread has ended
        }
    }
}
