package dev.fairlead.server.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.FailureWitness;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.Runs;
import dev.fairlead.server.routing.Tables;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** What an upload costs that nobody wants: the reads and bytes of the socket are counted. */
final class RefusedUploadTest {

    private static final int UPLOAD = 4 * 1024 * 1024;

    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong mostInOneTurn = new AtomicLong();

    /** The bytes that had been read when the socket last reported some; on the IO thread. */
    private long turnBegan;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Tables tables = new Tables();
    private XnioWorker worker;
    private IoBufferPool buffers;
    private AcceptingChannel<StreamConnection> server;

    @BeforeEach
    void open() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        RejectedRequests rejected = new RejectedRequests();
        Runs runs =
                new Runs(tables, System::nanoTime, RequestLog.NONE, FailureWitness.NONE, new RecentRequests(1, 1));
        Refusals refusals = new Refusals(rejected, runs, new RequestIds(new Random(1), 1));
        buffers = new IoBufferPool(worker, 16 * 1024);
        HttpOpenListener http = new HttpOpenListener(
                buffers,
                OptionMap.builder()
                        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                        .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                        .getMap());
        http.setRootHandler(new RequestGuard(
                rejected,
                path -> path.equals("/page")
                        ? exchange -> exchange.getResponseSender().send("fine")
                        : null,
                new Unavailable(runs)));
        server = worker.createStreamConnectionServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ChannelListeners.openListenerAdapter(channel -> {
                    channel.getSourceChannel()
                            .setConduit(new Counted(channel.getSourceChannel().getConduit()));
                    FrontConnection connection = new FrontConnection(channel, tables, refusals, buffers);
                    channel.setCloseListener(gone -> {
                        connection.closed();
                        closed.countDown();
                    });
                    http.handleEvent(channel);
                }),
                OptionMap.EMPTY);
        server.resumeAccepts();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        worker.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACE / HTTP/1.1~Host: a~Content-Length: 4194304             | 405
            POST /page HTTP/1.1~Host: a~Content-Length: 4194304          | 200
            POST /page HTTP/1.1~Host: a~Transfer-Encoding: chunked       | 200
            POST / HTTP/1.1~Host: a~Content-Length: 4194304              | 503
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked           | 503
            PUT / HTTP/1.1~Host: a~Content-Length: 4194304~Expect: magic | 417
            PUT / HTTP/8.1~Host: a~Content-Length: 4194304               | 505
            """)
    void isThrownAwayInLargePieces(String head, int status) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream out = client.getOutputStream();
            out.write(ascii(head.strip().replace("~", "\r\n") + "\r\n\r\n"));
            if (head.contains("chunked")) {
                out.write(ascii(Integer.toHexString(UPLOAD) + "\r\n"));
            }
            out.write(new byte[UPLOAD]);
            client.shutdownOutput();
            assertThat(statusOf(client.getInputStream())).isEqualTo(status);
            assertThat(client.getInputStream().readAllBytes()).isNotNull();
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(bytes.get()).isGreaterThanOrEqualTo(UPLOAD);
        // Small reads are the kernel's when it has no more, which is now and then and not for every byte.
        assertThat(reads.get()).as("reads").isLessThan(UPLOAD / 1024);
        assertThat(mostInOneTurn.get())
                .as("bytes before others have their turn")
                .isLessThanOrEqualTo(256 * 1024);
    }

    @Test
    void tooLargeOneIsThrownAwayInLargePieces() throws Exception {
        Frontend limited = Frontend.DEFAULT.withLimits(Limits.DEFAULT.withBody(1000));
        tables.publish(new RoutingTable(1, 1, limited, Map.of()));
        isThrownAwayInLargePieces("POST / HTTP/1.1~Host: a~Content-Length: 4194304", 413);
    }

    @ParameterizedTest
    @CsvSource({"POST /page", "TRACE /"})
    void endsAtABoundHoweverMuchComes(String line) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream out = client.getOutputStream();
            out.write(ascii(line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n"));
            byte[] piece = new byte[64 * 1024];
            long sent = 0;
            try {
                while (sent < 20 * Discard.BYTES) {
                    out.write(piece);
                    sent += piece.length;
                }
            } catch (IOException e) {
                assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue(); // reset, as it should be
            }
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(bytes.get()).as("bytes taken").isLessThan(2 * Discard.BYTES);
    }

    private int port() {
        return server.getLocalAddress(InetSocketAddress.class).getPort();
    }

    private static int statusOf(InputStream in) throws IOException {
        return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.ISO_8859_1).substring(9));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Traffic that has nowhere to go. */
    private record Unavailable(Runs runs) implements RequestGuard.Traffic {

        @Override
        public void forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
            ErrorAnswer.send(exchange, front, 503, 0, "");
        }

        @Override
        public RequestRun keep(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
            return runs.start(RefusedHead.of(front.head(), "", ""), 0, false);
        }
    }

    /** The socket, as Undertow and we see it. */
    private final class Counted extends AbstractStreamSourceConduit<StreamSourceConduit> {

        Counted(StreamSourceConduit next) {
            super(next);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = next.read(target);
            reads.incrementAndGet();
            bytes.addAndGet(Math.max(0, count));
            mostInOneTurn.accumulateAndGet(bytes.get() - turnBegan, Math::max);
            return count;
        }

        @Override
        public long transferTo(long position, long count, FileChannel target) throws IOException {
            return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
        }

        @Override
        public void setReadReadyHandler(ReadReadyHandler handler) {
            next.setReadReadyHandler(new ReadReadyHandler() {
                @Override
                public void readReady() {
                    turnBegan = bytes.get();
                    handler.readReady();
                }

                @Override
                public void forceTermination() {
                    handler.forceTermination();
                }

                @Override
                public void terminated() {
                    handler.terminated();
                }
            });
        }
    }
}
