package dev.fairlead.server.demo;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/** Reads a request body of any size to its end and keeps only its length. */
final class BodyCounter implements ChannelListener<StreamSourceChannel> {

    private final HttpServerExchange exchange;
    private final LongConsumer whenComplete;
    private long bytes;

    private BodyCounter(HttpServerExchange exchange, LongConsumer whenComplete) {
        this.exchange = exchange;
        this.whenComplete = whenComplete;
    }

    static void count(HttpServerExchange exchange, LongConsumer whenComplete) {
        StreamSourceChannel body = exchange.isRequestComplete() ? null : exchange.getRequestChannel();
        if (body == null) {
            whenComplete.accept(0);
            return;
        }
        BodyCounter counter = new BodyCounter(exchange, whenComplete);
        body.getReadSetter().set(counter);
        counter.handleEvent(body);
    }

    @Override
    public void handleEvent(StreamSourceChannel body) {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            for (; ; ) {
                pooled.getBuffer().clear();
                int read = body.read(pooled.getBuffer());
                if (read < 0) {
                    break;
                }
                if (read == 0) {
                    body.resumeReads();
                    return;
                }
                bytes += read;
            }
        } catch (IOException clientGone) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        whenComplete.accept(bytes);
    }
}
