package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.address.Resolver;
import dev.fairlead.server.upstream.timer.Timers;
import dev.fairlead.server.upstream.tls.TlsClient;
import dev.fairlead.server.upstream.tls.TlsContexts;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * Resources shared by all upstream connections of one worker: a timer wheel and buffers per IO thread, the resolver,
 * TLS contexts.
 */
public final class UpstreamResources implements AutoCloseable {

    private static final int RESOLVER_THREADS = 4;
    private static final int TLS_THREADS = 2;

    private final XnioWorker worker;
    private final Lane[] lanes;
    private final ThreadPoolExecutor resolving;
    private final ThreadPoolExecutor refreshing;
    private final ThreadPoolExecutor handshakes;
    private final Resolver resolver;
    private final TlsContexts tlsContexts = new TlsContexts();

    public UpstreamResources(XnioWorker worker) {
        this(worker, InetAddress::getAllByName);
    }

    UpstreamResources(XnioWorker worker, Resolver.NameService lookup) {
        this.worker = worker;
        long origin = System.nanoTime(); // so that times can be compared, and a far one is never reached
        LongSupplier clock = () -> System.nanoTime() - origin;
        this.lanes = new Lane[worker.getIoThreadCount()];
        for (int i = 0; i < lanes.length; i++) {
            XnioIoThread thread = worker.getIoThread(i);
            lanes[thread.getNumber()] = new Lane(thread, clock);
        }
        this.resolving = executor("fairlead-resolver-", RESOLVER_THREADS);
        this.refreshing = executor("fairlead-resolver-again-", RESOLVER_THREADS);
        this.handshakes = executor("fairlead-tls-", TLS_THREADS);
        this.resolver = new Resolver(resolving, refreshing, lookup, clock);
    }

    /** To be used on that thread only. */
    public Timers timers(XnioIoThread thread) {
        return lane(thread).wheel;
    }

    /** The number of IO threads; {@link XnioIoThread#getNumber} is below it. */
    public int lanes() {
        return lanes.length;
    }

    /** Ends the helper threads; the connections end with the worker. */
    @Override
    public void close() {
        resolving.shutdownNow();
        refreshing.shutdownNow();
        handshakes.shutdownNow();
    }

    /** Completes when every IO thread has finished what it was doing at this moment; its stages run on one of them. */
    CompletableFuture<Void> passed() {
        CompletableFuture<?>[] each = new CompletableFuture<?>[lanes.length];
        for (int i = 0; i < each.length; i++) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            each[i] = one;
            try {
                lanes[i].thread.execute(() -> one.complete(null));
            } catch (RejectedExecutionException e) {
                one.complete(null); // its thread has ended
            }
        }
        return CompletableFuture.allOf(each);
    }

    Lane lane(XnioIoThread thread) {
        if (thread.getWorker() != worker) {
            throw new IllegalArgumentException(thread.getName() + " is a thread of another worker");
        }
        return lanes[thread.getNumber()];
    }

    Lane lane(int number) {
        return lanes[number];
    }

    Resolver resolver() {
        return resolver;
    }

    TlsClient tlsClient(Destination destination) {
        return new TlsClient(destination, tlsContexts, handshakes);
    }

    private static ThreadPoolExecutor executor(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
