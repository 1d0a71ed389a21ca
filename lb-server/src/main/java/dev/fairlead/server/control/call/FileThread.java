package dev.fairlead.server.control.call;

import dev.fairlead.server.control.receive.IncomingCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The single thread that reads and parses files: a disk may be slow, and so may a strategy whose options are checked.
 */
@Singleton
public final class FileThread implements Executor, AutoCloseable {

    private static final int WAITING = 64;

    private final ExecutorService thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread named = new Thread(task, "fairlead-grpc-files");
                named.setDaemon(true);
                return named;
            });

    @Inject
    public FileThread() {}

    /** @throws RejectedExecutionException if too many tasks are waiting */
    @Override
    public void execute(Runnable task) {
        IncomingCall.current().ifPresentOrElse(call -> call.execute(task, thread), () -> thread.execute(task));
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
