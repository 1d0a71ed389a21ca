package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fairlead.server.upstream.http1.ResponseHead;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xnio.XnioIoThread;

/** An exchange on a warm connection is almost free of garbage. XNIO's and the JDK's share is in the figure. */
class AllocationTest {

    private static final int WARM_UP = 20_000;
    private static final int COUNTED = 20_000;

    /** Seen: 352. */
    private static final long AT_MOST = 700;

    @Test
    void anExchangeAllocatesLittle() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Bench bench = new Bench(server.socket().getLocalPort())) {
            Thread backend = new Thread(() -> serve(server));
            backend.start();
            Loop loop = new Loop(bench);
            bench.thread(0).execute(loop);
            long perExchange = Bench.await(loop.done);
            bench.connections.close();
            backend.join();
            assertThat(perExchange).as("bytes an exchange").isLessThan(AT_MOST);
        }
    }

    private static void serve(ServerSocketChannel server) {
        ByteBuffer in = ByteBuffer.allocateDirect(4096);
        ByteBuffer answer = ByteBuffer.allocateDirect(1500)
                .put(
                        ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: x\r\nDate: Sat, 21 Nov 2026 05:00:00 GMT\r\n"
                                        + "Content-Length: 1024\r\n\r\n" + "x".repeat(1024))
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .flip();
        try (SocketChannel socket = server.accept()) {
            while (socket.read(in.clear()) > 0) {
                socket.write(answer.rewind());
            }
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    /** One exchange after the other, all on the IO thread. */
    private static final class Loop implements Runnable, ConnectionCallback, ExchangeListener {

        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        private final Request request = Request.get();
        private final ExchangeTimeouts timeouts = new ExchangeTimeouts(30_000_000_000L, 0, 60_000_000_000L);
        private final Bench bench;
        private @Nullable UpstreamExchange exchange;
        private int count;
        private long allocatedBefore;

        Loop(Bench bench) {
            this.bench = bench;
        }

        @Override
        public void run() {
            XnioIoThread thread = bench.thread(0);
            if (count == WARM_UP) {
                allocatedBefore =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            } else if (count == WARM_UP + COUNTED) {
                long allocated =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocatedBefore;
                done.complete(allocated / COUNTED);
                return;
            }
            count++;
            bench.connections.acquire(thread, Reuse.KEPT, Bench.CONNECT, this);
        }

        @Override
        public void connected(UpstreamConnection connection) {
            exchange = connection.send(request, timeouts, this);
            exchange.flush();
        }

        @Override
        public void head(ResponseHead head) {
            try {
                if (exchange != null) {
                    exchange.responseBody().read(buffer.clear());
                }
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void ended(boolean reusable) {
            bench.thread(0).execute(this);
        }

        @Override
        public void failed(UpstreamFailure failure, String detail) {
            done.completeExceptionally(new IOException(failure + ": " + detail));
        }
    }
}
