package dev.fairlead.server.demo;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Answers {@code /bytes?n=} with the repeated alphabet, so that a reader can tell a lost byte from a swapped one. One
 * shared block is written repeatedly, so a large answer takes no memory.
 */
final class ByteStream implements ChannelListener<StreamSinkChannel> {

    private static final int BLOCK = 26 * 2520;
    private static final ByteBuffer ALPHABETS = alphabets();

    private final HttpServerExchange exchange;
    private final ByteBuffer block = ALPHABETS.duplicate().limit(0);
    private long left;

    private ByteStream(HttpServerExchange exchange, long size) {
        this.exchange = exchange;
        this.left = size;
    }

    /** With {@code chunked}, the length is not announced. */
    static void answer(HttpServerExchange exchange, long size, boolean chunked) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
        if (!chunked) {
            exchange.setResponseContentLength(size);
        }
        ByteStream stream = new ByteStream(exchange, size);
        StreamSinkChannel channel = exchange.getResponseChannel();
        channel.getWriteSetter().set(stream);
        stream.handleEvent(channel);
    }

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        try {
            while (left > 0 || block.hasRemaining()) {
                if (!block.hasRemaining()) {
                    int next = (int) Math.min(BLOCK, left);
                    block.limit(next).position(0);
                    left -= next;
                }
                if (channel.write(block) == 0) {
                    channel.resumeWrites();
                    return;
                }
            }
            new ResponseEnd(exchange).handleEvent(channel);
        } catch (IOException clientGone) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private static ByteBuffer alphabets() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            bytes.put((byte) ('a' + i % 26));
        }
        return bytes.flip().asReadOnlyBuffer();
    }
}
