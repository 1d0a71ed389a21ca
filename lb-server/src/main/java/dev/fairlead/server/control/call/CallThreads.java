package dev.fairlead.server.control.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads on which calls are answered. A request gets here when all of it has arrived, so a slow client holds none
 * of them; what may wait for a disk has a thread of its own, and what waits for the control thread holds no thread.
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

    /** What was begun is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
