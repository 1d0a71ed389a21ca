package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.upstream.address.Destination;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** A worker with two IO threads and a backend's connections on it. Closing checks that nothing was leaked. */
public final class Bench implements AutoCloseable {

    static final long CONNECT = TimeUnit.SECONDS.toNanos(5);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    final XnioWorker worker;
    final UpstreamResources upstreams;
    final BackendConnections connections;

    Bench(int port) throws IOException {
        this(new Destination("127.0.0.1", port, null), Connections.DEFAULT);
    }

    Bench(Destination destination, Connections limits) throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 2, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        connections = new BackendConnections(upstreams, destination, limits);
    }

    XnioIoThread thread(int lane) {
        return upstreams.lane(lane).thread;
    }

    <T> T on(int lane, Supplier<T> task) {
        return await(CompletableFuture.supplyAsync(task, thread(lane)));
    }

    Call send(Call call) {
        return send(0, call);
    }

    Call send(int lane, Call call) {
        on(lane, () -> connections.acquire(thread(lane), Reuse.KEPT, CONNECT, call));
        return call;
    }

    Call get() {
        return send(new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
    }

    Call send(Request request, String body) {
        return send(new Call(request, ExchangeTimeouts.NONE, body.getBytes(UTF_8)));
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("did not complete: " + e, e);
        }
    }

    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    int lent() {
        return upstreams.lane(0).lent() + upstreams.lane(1).lent();
    }

    /** With every connection closed, every buffer is back and every count is zero. */
    @Override
    public void close() {
        connections.close();
        try {
            until("all connections closed", () -> connections.open() == 0);
            until("all buffers back", () -> lent() == 0);
            assertThat(connections.idle()).isZero();
        } finally {
            upstreams.close();
            worker.shutdownNow();
        }
    }
}
