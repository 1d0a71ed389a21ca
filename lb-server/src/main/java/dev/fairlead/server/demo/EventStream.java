package dev.fairlead.server.demo;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Answers {@code /stream?n=&ms=}: n server-sent events, one every ms milliseconds, each flushed immediately. */
final class EventStream {

    private final HttpServerExchange exchange;
    private final long events;
    private final long everyMillis;
    private final Consumer<String> log;
    private final StreamSinkChannel channel;
    private long sent;
    private ByteBuffer pending = ByteBuffer.allocate(0);

    private EventStream(HttpServerExchange exchange, long events, long everyMillis, Consumer<String> log) {
        this.exchange = exchange;
        this.events = events;
        this.everyMillis = everyMillis;
        this.log = log;
        this.channel = exchange.getResponseChannel();
    }

    static void answer(HttpServerExchange exchange, long events, long everyMillis, Consumer<String> log) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/event-stream")
                .put(Headers.CACHE_CONTROL, "no-cache");
        EventStream stream = new EventStream(exchange, events, everyMillis, log);
        stream.channel.getWriteSetter().set(ready -> stream.push());
        exchange.dispatch(SameThreadExecutor.INSTANCE, stream::next);
    }

    private void next() {
        if (sent == events) {
            new ResponseEnd(exchange).handleEvent(channel);
            return;
        }
        sent++;
        pending = ByteBuffer.wrap(("id: " + sent + "\ndata: event " + sent + " of " + events + "\n\n")
                .getBytes(StandardCharsets.US_ASCII));
        push();
    }

    private void push() {
        try {
            if (writtenAndFlushed()) {
                channel.suspendWrites();
                exchange.getIoThread().executeAfter(this::next, everyMillis, TimeUnit.MILLISECONDS);
            } else {
                channel.resumeWrites();
            }
        } catch (IOException clientGone) {
            abandon(clientGone);
        }
    }

    private boolean writtenAndFlushed() throws IOException {
        while (pending.hasRemaining()) {
            if (channel.write(pending) == 0) {
                return false;
            }
        }
        return channel.flush();
    }

    private void abandon(IOException cause) {
        log.accept("event=stream-abandoned sent=" + sent + " of=" + events + " cause=\"" + cause.getMessage() + "\"");
        IoUtils.safeClose(exchange.getConnection());
    }
}
