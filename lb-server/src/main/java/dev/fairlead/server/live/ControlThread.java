package dev.fairlead.server.live;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread that owns the desired state, the health used for routing, and publication. Tasks run in order; when
 * none is left, the work that they have deferred is done once for all of them.
 */
@Singleton
public final class ControlThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlThread.class);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    /** Keys of tasks that wait. A key leaves before its task runs, so what comes during the run is not lost. */
    private final Set<Object> waiting = ConcurrentHashMap.newKeySet();

    private final Thread thread;
    private volatile Runnable whenDrained = () -> {};
    private volatile boolean closed;

    @Inject
    public ControlThread() {
        thread = new Thread(this::run, "fairlead-control");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** The same, unless a task of this key is waiting already. */
    public void executeOnce(Object key, Runnable task) {
        if (waiting.add(key)) {
            tasks.add(() -> {
                waiting.remove(key);
                task.run();
            });
        }
    }

    /** Runs after each burst of tasks, on this thread. */
    void whenDrained(Runnable conclusion) {
        whenDrained = conclusion;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (!closed) {
            try {
                guarded(tasks.take());
                for (Runnable next = tasks.poll(); next != null && !closed; next = tasks.poll()) {
                    guarded(next);
                }
                guarded(whenDrained);
            } catch (InterruptedException interrupted) {
                // By close(), which the loop sees. Anybody else has no reason to.
            }
        }
    }

    /**
     * A task that fails must not end the thread that everything else depends on, not even by an error: deep recursion, a
     * class of a plug-in that does not fit, or a full heap may be over with the task that met it.
     */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            tell(failure);
        }
    }

    private static void tell(Throwable failure) {
        try {
            log.error("event=control-task-failed cause=\"{}\"", failure.toString(), failure);
        } catch (Throwable noRoomToTell) {
            // The next task may find more room.
        }
    }

    /** Whether it still takes tasks; only {@link #close} should end that. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** What is waiting is dropped. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
