package dev.fairlead.server.control.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that answer calls. A request gets here only after it has arrived completely, so a slow client does
 * not occupy a thread. Work that may wait for a disk has its own thread, and waiting for the control thread occupies
 * none.
 */
@Singleton
public final class CallThreads implements Executor, AutoCloseable {

    private static final int THREADS = 2;

    private final ExecutorService threads;

    @Inject
    public CallThreads() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "fairlead-grpc-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Finishes what has begun. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
