package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.address.Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/** How much a backend that sends as fast as it can gets through before others have their turn. */
class UpstreamTurnTest {

    private static final int SIZE = 16 * 1024 * 1024;

    /** A read that begins within the turn may go beyond it, and TLS gives out what it holds already. */
    private static final int MOST = FairSource.BYTES + 2 * 18 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + SIZE, "Transfer-Encoding: chunked", "X-Until: the end"})
    void bodyEndsItsTurn(String framing) throws IOException {
        try (ScriptedBackend backend = new ScriptedBackend();
                Bench bench = new Bench(backend.port())) {
            assertTurns(backend, bench, framing);
        }
    }

    @Test
    void bodyOverTlsEndsItsTurn(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);
        certificates.create("good", "dns:localhost,ip:127.0.0.1");
        SSLServerSocket socket = (SSLServerSocket) certificates
                .server("good")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (ScriptedBackend backend = new ScriptedBackend(socket);
                Bench bench = new Bench(
                        new Destination("127.0.0.1", backend.port(), new UpstreamTls(certificates.pem("good"), "")),
                        Connections.DEFAULT)) {
            assertTurns(backend, bench, "Content-Length: " + SIZE);
        }
    }

    private static void assertTurns(ScriptedBackend backend, Bench bench, String framing) {
        Counting call = new Counting(Request.get());
        CompletableFuture<Void> sent = backend(backend, "HTTP/1.1 200 OK\n" + framing, framing.contains("chunked"));
        bench.send(call);
        Bench.await(call.over);
        Bench.await(sent);
        assertThat(call.bodySize()).isEqualTo(SIZE);
        assertThat(call.most).as("bytes in one turn").isLessThanOrEqualTo(MOST);
    }

    @Test
    void tunnelEndsItsTurn() throws IOException {
        try (ScriptedBackend backend = new ScriptedBackend();
                Bench bench = new Bench(backend.port())) {
            CompletableFuture<Void> sent = backend(
                    backend, "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade", false);
            Counting call = new Counting(Request.websocket());
            bench.send(call);
            Bench.await(call.headSeen);
            TunnelReader reader = new TunnelReader();
            bench.on(0, () -> {
                reader.start(call.exchange().upgrade(Duration.ZERO, new IgnoredTunnel()));
                return true;
            });
            assertThat(Bench.await(reader.total)).isEqualTo(SIZE);
            Bench.await(sent);
            assertThat(reader.most).as("bytes in one turn").isLessThanOrEqualTo(MOST);
        }
    }

    /** Sends the head and, as fast as the connection takes it, the body; then closes. */
    private static CompletableFuture<Void> backend(ScriptedBackend backend, String head, boolean chunked) {
        return CompletableFuture.runAsync(() -> {
            try {
                Peer peer = backend.accept();
                byte[] body = new byte[SIZE];
                peer.answer(head, chunked ? Integer.toHexString(SIZE) + "\r\n" : "");
                peer.write(body);
                peer.write(chunked ? "\r\n0\r\n\r\n" : "");
                peer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Reads as a relay does: until there is nothing more. */
    private static final class Counting extends Call {

        private volatile long most;

        Counting(Request request) {
            super(request, ExchangeTimeouts.NONE, new byte[0]);
            readsBody = !request.upgrade();
        }

        @Override
        public void readReady() {
            long before = bodySize();
            super.readReady();
            most = Math.max(most, bodySize() - before);
        }
    }

    private static final class TunnelReader {

        final CompletableFuture<Long> total = new CompletableFuture<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        private long sum;
        private volatile long most;

        void start(StreamConnection tunnel) {
            assertThat(XnioIoThread.currentThread()).isNotNull();
            tunnel.getSourceChannel().setReadListener(source -> {
                long before = sum;
                try {
                    for (int count = 1; count > 0; ) {
                        count = source.read(buffer.clear());
                        sum += Math.max(0, count);
                        if (count < 0) {
                            total.complete(sum);
                            IoUtils.safeClose(tunnel);
                        }
                    }
                } catch (IOException e) {
                    total.completeExceptionally(e);
                }
                most = Math.max(most, sum - before);
            });
            tunnel.getSourceChannel().resumeReads();
        }
    }
}
