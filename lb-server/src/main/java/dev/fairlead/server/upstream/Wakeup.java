package dev.fairlead.server.upstream;

import org.xnio.XnioIoThread;

/** Runs a task on its thread once the present one is through, however often it was asked for. */
final class Wakeup implements Runnable {

    private final XnioIoThread thread;
    private final Runnable task;
    private boolean requested;

    Wakeup(XnioIoThread thread, Runnable task) {
        this.thread = thread;
        this.task = task;
    }

    void request() {
        if (!requested) {
            requested = true;
            thread.execute(this);
        }
    }

    @Override
    public void run() {
        requested = false;
        task.run();
    }
}
