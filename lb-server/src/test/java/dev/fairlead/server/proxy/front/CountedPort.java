package dev.fairlead.server.proxy.front;

import dev.fairlead.server.limit.ProcessLimits;
import dev.fairlead.server.proxy.guard.GuardedHead;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.guard.RequestGuard;
import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.headers.EntryRules;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTables;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

/** A data port for one client, with the guard in front, that counts what is read from the client's socket. */
final class CountedPort implements AutoCloseable {

    final RoutingTables tables = new RoutingTables();
    final AtomicLong reads = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();

    /** Bytes that were read before the IO thread looked at its other sockets again. */
    final AtomicLong mostInOneTurn = new AtomicLong();

    /** The bytes that had been read when the socket last reported some; on the IO thread. */
    private long turnBegan;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final XnioWorker worker;
    private final AcceptingChannel<StreamConnection> server;

    CountedPort(OwnPages pages, Forward traffic) throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        RejectedRequests rejected = new RejectedRequests();
        RequestRuns runs = new RequestRuns(
                tables, System::nanoTime, RequestLog.NONE, FailureListener.NONE, new RecentRequests(1, 1));
        HeadRefusals refusals = new HeadRefusals(rejected, runs, new RequestIds(new Random(1), 1));
        Clients clients = new Clients(worker, ProcessLimits.ofThisProcess());
        IoBufferPool buffers = new IoBufferPool(worker, clients, 16 * 1024);
        HttpOpenListener http = new HttpOpenListener(
                buffers,
                OptionMap.builder()
                        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                        .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                        .getMap());
        http.setRootHandler(new RequestGuard(rejected, pages, new OneWay(runs, traffic)));
        server = worker.createStreamConnectionServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ChannelListeners.openListenerAdapter(channel -> {
                    channel.getSourceChannel()
                            .setConduit(new Counted(channel.getSourceChannel().getConduit()));
                    FrontConnection connection = new FrontConnection(channel, tables, refusals, clients, buffers);
                    channel.setCloseListener(gone -> {
                        connection.closed();
                        closed.countDown();
                    });
                    http.handleEvent(channel);
                }),
                OptionMap.EMPTY);
        server.resumeAccepts();
    }

    Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(),
                server.getLocalAddress(InetSocketAddress.class).getPort());
    }

    /** Whether the client's connection is closed here, too. */
    boolean hasClosed() throws InterruptedException {
        return closed.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        worker.shutdownNow();
    }

    /** Where requests go that passed. */
    interface Forward {
        void forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head);
    }

    private record OneWay(RequestRuns runs, Forward to) implements RequestGuard.Traffic {

        @Override
        public @Nullable Rejection forward(HttpServerExchange exchange, FrontConduit front, GuardedHead head) {
            Rejection tooLarge = EntryRules.ofLength(
                    exchange.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH),
                    front.connection().frontend().limits().body());
            if (tooLarge == null) {
                to.forward(exchange, front, head);
            }
            return tooLarge;
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
