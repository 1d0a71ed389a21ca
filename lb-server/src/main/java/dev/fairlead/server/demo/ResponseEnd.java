package dev.fairlead.server.demo;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Ends a streamed response and flushes the rest that the socket did not take at once. */
record ResponseEnd(HttpServerExchange exchange) implements ChannelListener<StreamSinkChannel> {

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        try {
            channel.shutdownWrites();
            if (channel.flush()) {
                channel.suspendWrites();
            } else {
                channel.getWriteSetter().set(this);
                channel.resumeWrites();
            }
        } catch (IOException clientGone) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
