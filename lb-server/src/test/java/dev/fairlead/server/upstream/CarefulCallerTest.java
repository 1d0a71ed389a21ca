package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.http1.ResponseHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** What the caller may do at any time: give up, break its word, throw, take the connection over. */
class CarefulCallerTest {

    private ScriptedBackend backend;
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        backend = new ScriptedBackend();
        bench = new Bench(backend.port());
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
        backend.close();
    }

    @Test
    void cancellingClosesTheConnectionAndSaysNothingMore() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        bench.on(0, () -> {
            call.exchange().cancel();
            return 0;
        });
        assertThat(peer.rest()).isEmpty();
        assertThat(bench.connections.open()).isZero();
        assertThat(call.events).containsExactly("connected");
    }

    @Test
    void givingUpTheBodyClosesTheConnection() throws IOException {
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
        call.readsBody = false;
        bench.send(call);
        backend.accept().answer("HTTP/1.1 200 OK\nContent-Length: 100", "part");
        Bench.await(call.headSeen);
        bench.on(0, () -> {
            try {
                call.exchange().responseBody().terminateReads();
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void moreBytesThanAnnouncedAreRefused() throws IOException {
        Call call = new Call(Request.post(3), ExchangeTimeouts.NONE, "four".getBytes(UTF_8));
        bench.send(call);
        Bench.await(call.over);
        assertThat(call.failure).isEqualTo(UpstreamFailure.CANCELLED);
        assertThat(call.writeFailure).isNotNull();
    }

    @Test
    void fewerBytesThanAnnouncedAreRefused() throws IOException {
        Call call = new Call(Request.post(5), ExchangeTimeouts.NONE, "four".getBytes(UTF_8));
        bench.send(call);
        Bench.await(call.over);
        assertThat(call.detail).contains("1 bytes early");
        assertThat(call.writeFailure).isNotNull();
    }

    @Test
    void aListenerThatThrowsDoesNotKeepTheConnection() throws IOException {
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]) {
            @Override
            public void head(ResponseHead head) {
                throw new IllegalStateException("on purpose");
            }
        };
        bench.send(call);
        backend.accept().ok("ok");
        Bench.await(call.over);
        assertThat(call.failure).isEqualTo(UpstreamFailure.CANCELLED);
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void aReaderThatThrowsDoesNotKeepTheConnection() throws IOException {
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]) {
            @Override
            public void readReady() {
                if (bodySize() > 0) {
                    throw new IllegalStateException("on purpose");
                }
                super.readReady();
            }
        };
        bench.send(call);
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 4", "ab");
        Bench.until("the first part", () -> bench.on(0, call::bodySize) == 2);
        peer.write("cd");
        Bench.await(call.over);
        assertThat(call.failure).isEqualTo(UpstreamFailure.CANCELLED);
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void aTakerThatThrowsDoesNotKeepTheConnection() throws IOException {
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]) {
            @Override
            public void connected(UpstreamConnection connection) {
                throw new IllegalStateException("on purpose");
            }
        };
        bench.send(call);
        assertThat(backend.accept().rest()).isEmpty();
        Bench.until("closed", () -> bench.connections.open() == 0);
    }

    @Test
    void aConnectionThatIsReleasedUnusedIsKept() throws IOException {
        CompletableFuture<UpstreamConnection> held = new CompletableFuture<>();
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]) {
            @Override
            public void connected(UpstreamConnection connection) {
                held.complete(connection);
            }
        };
        bench.send(call);
        UpstreamConnection connection = Bench.await(held);
        bench.on(0, () -> {
            connection.release();
            return 0;
        });
        assertThat(bench.connections.idle()).isEqualTo(1);
        Call next = bench.get();
        backend.accept().ok("ok");
        assertThat(Bench.await(next.over).body()).isEqualTo("ok");
    }

    @Test
    void anUpgradedConnectionKeepsItsEarlyBytesAndCountsUntilItCloses() throws Exception {
        CompletableFuture<StreamConnection> upgraded = new CompletableFuture<>();
        Call call = new Call(Request.websocket(), ExchangeTimeouts.NONE, new byte[0]) {
            @Override
            public void head(ResponseHead head) {
                assertThat(head.upgraded()).isTrue();
                upgraded.complete(exchange().upgrade(Duration.ZERO, new IgnoredTunnel()));
            }
        };
        bench.send(call);
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade", "early");
        StreamConnection tunnel = Bench.await(upgraded);
        assertThat(tunnelRead(tunnel, 5)).isEqualTo("early");
        peer.write("later");
        assertThat(tunnelRead(tunnel, 5)).isEqualTo("later");
        assertThat(bench.connections.open()).isEqualTo(1);
        bench.on(0, () -> {
            try {
                return tunnel.getSinkChannel().write(ByteBuffer.wrap("up".getBytes(UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(peer.read(2)).isEqualTo("up");
        tunnel.close();
        Bench.until("closed", () -> bench.connections.open() == 0);
    }

    /** By read events alone, as a real tunnel does it. */
    private String tunnelRead(StreamConnection tunnel, int count) {
        CompletableFuture<String> read = new CompletableFuture<>();
        ByteBuffer buffer = ByteBuffer.allocate(count);
        bench.thread(0).execute(() -> {
            ConduitStreamSourceChannel source = tunnel.getSourceChannel();
            source.setReadListener(channel -> {
                try {
                    channel.read(buffer);
                    if (!buffer.hasRemaining()) {
                        channel.suspendReads();
                        read.complete(new String(buffer.array(), StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            source.resumeReads();
        });
        return Bench.await(read);
    }

    @Test
    void aRefusedUpgradeIsAnOrdinaryAnswer() throws IOException {
        Call call = bench.send(Request.websocket(), "");
        backend.accept().answer("HTTP/1.1 403 Forbidden\nContent-Length: 2", "no");
        Bench.await(call.over);
        assertThat(call.status).isEqualTo(403);
        assertThat(call.body()).isEqualTo("no");
        assertThat(call.reusable).isTrue();
    }

    @Test
    void anUpgradeThatNobodyTakesUpEndsWithTheIdleTimeout() throws IOException {
        Call call = bench.send(new Call(Request.websocket(), new ExchangeTimeouts(0, 0, 50_000_000), new byte[0]));
        backend.accept().answer("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket", "");
        Bench.await(call.over);
        assertThat(call.failure).isEqualTo(UpstreamFailure.IDLE_TIMEOUT);
        assertThat(bench.connections.open()).isZero();
    }
}
