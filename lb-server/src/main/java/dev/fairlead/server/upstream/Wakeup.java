package dev.fairlead.server.upstream;

import org.xnio.XnioIoThread;

/** Runs a task on its thread after the current one, once, however often it was requested. */
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
