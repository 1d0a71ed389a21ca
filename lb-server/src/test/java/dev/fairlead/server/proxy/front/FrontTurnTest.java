package dev.fairlead.server.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.guard.OwnPages;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** How much a client that sends as fast as it can gets through before others have their turn. */
final class FrontTurnTest {

    private static final int SIZE = 16 * 1024 * 1024;

    /** A read that begins within the turn may go beyond it. */
    private static final int MOST = FairSource.BYTES + 16 * 1024;

    private final CompletableFuture<Void> allRead = new CompletableFuture<>();

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + SIZE, "Transfer-Encoding: chunked"})
    void uploadEndsItsTurn(String framing) throws Exception {
        boolean chunked = framing.contains("chunked");
        assertTurns(
                this::upload,
                "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n"
                        + (chunked ? Integer.toHexString(SIZE) + "\r\n" : ""),
                chunked ? "\r\n0\r\n\r\n" : "");
    }

    @Test
    void tunnelEndsItsTurn() throws Exception {
        assertTurns(this::tunnel, "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", "");
    }

    private void assertTurns(CountedPort.Forward traffic, String start, String end) throws Exception {
        try (CountedPort port = new CountedPort(OwnPages.NONE, traffic);
                Socket client = port.connect()) {
            OutputStream out = client.getOutputStream();
            out.write(start.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[SIZE]);
            out.write(end.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            allRead.get(10, TimeUnit.SECONDS);
            assertThat(port.bytes.get()).isGreaterThanOrEqualTo(SIZE);
            assertThat(port.mostInOneTurn.get()).as("bytes in one turn").isLessThanOrEqualTo(MOST);
        }
    }

    private void upload(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
        front.begin(new Indifferent());
        StreamSourceChannel body = exchange.getRequestChannel();
        body.getReadSetter().set(relay());
        exchange.dispatch(SameThreadExecutor.INSTANCE, body::resumeReads);
    }

    private void tunnel(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
        front.begin(new Indifferent());
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
        exchange.upgradeChannel((connection, upgraded) -> {
            front.end(null, false);
            connection.getSourceChannel().getReadSetter().set(relay());
            connection.getSourceChannel().resumeReads();
        });
        exchange.endExchange();
    }

    /** Reads until there is nothing more, as Undertow's transfer does. */
    private ChannelListener<StreamSourceChannel> relay() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        return source -> {
            try {
                int count;
                do {
                    count = source.read(buffer.clear());
                } while (count > 0);
                if (count < 0) {
                    source.suspendReads();
                    allRead.complete(null);
                } else {
                    source.resumeReads();
                }
            } catch (IOException e) {
                allRead.completeExceptionally(e);
            }
        };
    }

    private static final class Indifferent implements ClientWatch {

        @Override
        public boolean watchable() {
            return false;
        }

        @Override
        public void bodyInvalid() {}

        @Override
        public void noRoom() {}

        @Override
        public boolean isStuck() {
            return false;
        }

        @Override
        public void clientGone() {}
    }
}
