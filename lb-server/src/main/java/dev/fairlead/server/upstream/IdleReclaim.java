package dev.fairlead.server.upstream;

import java.util.concurrent.RejectedExecutionException;
import org.xnio.XnioIoThread;

/**
 * When the limit is reached, other IO threads may still hold idle connections: asks one after the other to give one up.
 * The only place where an acquisition crosses threads.
 */
final class IdleReclaim implements Acquisition {

    private final BackendConnections home;
    private final Lane lane;
    private final long timeoutNanos;
    private final ConnectionCallback callback;
    private int asked;
    private boolean cancelled;
    private Acquisition dial = () -> {};

    IdleReclaim(BackendConnections home, Lane lane, long timeoutNanos, ConnectionCallback callback) {
        this.home = home;
        this.lane = lane;
        this.timeoutNanos = timeoutNanos;
        this.callback = callback;
    }

    @Override
    public void cancel() {
        cancelled = true;
        dial.cancel();
    }

    void next() {
        while (++asked < home.lanes()) {
            int other = (lane.number() + asked) % home.lanes();
            if (home.idleOn(other) > 0 && ask(other)) {
                return;
            }
        }
        callback.failed(UpstreamFailure.AT_CAPACITY, home.atCapacity());
    }

    private boolean ask(int other) {
        return execute(home.lane(other).thread, () -> {
            home.closeOldest(other);
            execute(lane.thread, this::answered);
        });
    }

    private void answered() {
        if (cancelled) {
            return;
        }
        if (home.reserve()) {
            dial = home.dial(lane, timeoutNanos, callback);
        } else {
            next();
        }
    }

    /** A thread that takes no more tasks is shutting down, and all its connections with it. */
    private static boolean execute(XnioIoThread thread, Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
