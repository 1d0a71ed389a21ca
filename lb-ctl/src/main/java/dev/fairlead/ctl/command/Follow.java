package dev.fairlead.ctl.command;

import dev.fairlead.ctl.connect.CallFailure;
import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.failure.CommandFailure;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams across server restarts: when a stream breaks, it finds the server again, with its new token, and starts
 * the next stream. A server that was never reached is a normal failure. Stops when the reader of stdout has ended.
 */
public final class Follow implements AutoCloseable {

    /** Reads one stream to its end. */
    @FunctionalInterface
    public interface Reading {

        /**
         * @param heard called with every answer
         * @return whether the reader is done
         */
        boolean read(Connection connection, Runnable heard);
    }

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /** Failures of a server that is stopping, or starting and has not written its token yet. */
    private static final Set<Status.Code> PASSING =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED, Status.Code.CANCELLED);

    private final Session session;
    private final Supplier<Connection> connect;
    private final Audience.Lookout lookout;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Connection connection;
    private boolean reached;
    private Duration pause = SHORTEST_PAUSE;

    /** @param connect finds the server again */
    public Follow(Session session, Surroundings surroundings, Supplier<Connection> connect) {
        this.session = session;
        this.connect = connect;
        this.connection = session.connection();
        this.lookout = surroundings.audience().get().whenGone(this::stop);
    }

    /** Returns when the reader is done or was stopped. */
    public void run(Reading reading) {
        while (!isStopped()) {
            @Nullable CommandFailure lost = null;
            try {
                if (reading.read(connection, this::heard)) {
                    return;
                }
            } catch (CommandFailure e) {
                lost = e;
            }
            if (isStopped()) {
                return;
            }
            if (lost != null && (!reached || (lost instanceof CallFailure call && !PASSING.contains(call.code())))) {
                throw lost;
            }
            if (pause.equals(SHORTEST_PAUSE)) {
                session.output()
                        .say("lb-ctl: " + (lost == null ? "the server went away" : lost.sentence()) + "; retrying");
            }
            if (isStoppedIn(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            lookAgain();
        }
    }

    private void heard() {
        reached = true;
        pause = SHORTEST_PAUSE;
    }

    private void lookAgain() {
        connection.close();
        try {
            connection = connect.get();
            if (isStopped()) {
                // stop() may have closed the previous one
                connection.close();
            }
        } catch (CommandFailure e) {
            // several servers are running, or a file is being replaced: the next attempt will tell
            session.output().say("lb-ctl: " + e.sentence());
        }
    }

    /** Ends the reading; called from another thread. */
    public void stop() {
        stopped.countDown();
        connection.close();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private boolean isStoppedIn(Duration time) {
        try {
            return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        lookout.close();
        connection.close();
    }
}
