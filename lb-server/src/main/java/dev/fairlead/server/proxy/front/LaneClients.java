package dev.fairlead.server.proxy.front;

import dev.fairlead.server.limit.ByteBudget;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * The clients of one IO thread that can be disconnected without breaking an answer, longest waiting first, and the
 * account of what all its clients hold. Used only on that thread, but for {@link #relieve} and {@link #hasHalfHeads}.
 */
final class LaneClients {

    /** A request usually follows a connection in its next packet. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A client that keeps up takes something this often; a slow one may not. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final XnioIoThread thread;
    private final Clients all;
    final ByteBudget.Account account;
    final SpareBytes spare;

    /** Half a request is there. They cost more than the idle, and a client in its right mind sends the rest at once. */
    private final Place halfHeads = new Place(null);

    /** The next request has begun to come before the answer to this one. */
    private final Place early = new Place(null);

    private final Place idle = new Place(null);

    /** An answer has begun, and its client takes nothing; the one first that took nothing for longest. */
    private final Place stalled = new Place(null);

    /** One task at a time is enough. */
    private final AtomicBoolean relieving = new AtomicBoolean();

    private boolean lookingAgain;

    LaneClients(XnioIoThread thread, Clients all, ByteBudget.Account account) {
        this.thread = thread;
        this.all = all;
        this.account = account;
        this.spare = new SpareBytes(all.budget(), account, thread.getWorker().getIoThreadCount());
    }

    void idle(Place place) {
        place.moveToEndOf(idle);
    }

    void halfHead(Place place) {
        place.moveToEndOf(halfHeads);
    }

    void early(Place place) {
        place.moveToEndOf(early);
    }

    void stalled(Place place) {
        place.moveToEndOf(stalled);
    }

    void add(long bytes) {
        account.add(bytes);
        if (bytes > 0 && account.nearlyOver()) {
            all.relieve();
        }
    }

    boolean over() {
        return account.over();
    }

    boolean nearlyOver() {
        return account.nearlyOver();
    }

    boolean farOver() {
        return account.farOver();
    }

    /** From any thread, which sees what was so a moment ago. */
    boolean hasHalfHeads() {
        return longestWithHalfAHead() != null;
    }

    /** Lets go of clients until there is room again, soon and not now: the caller may be in the middle of one of them. */
    void relieve() {
        if (!relieving.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(() -> {
                relieving.set(false);
                makeRoom();
            });
        } catch (RejectedExecutionException e) {
            relieving.set(false); // the port closes
        }
    }

    /**
     * Thousands may come in one turn of the thread, before anything that was put off. Those who are let go here are not
     * asked whether they have something to say after all.
     *
     * @param current stays, for it is in the middle of something
     * @param butTheLast whether the last part is not for it
     * @return whether there is room
     */
    boolean makeRoomAtOnce(FrontConnection current, boolean butTheLast) {
        while (account.over() || (butTheLast && account.nearlyOver())) {
            if (spare.letGoOldest()) {
                continue;
            }
            FrontConnection longest = longestWithHalfAHead();
            if (longest == current) {
                return false;
            }
            if (longest != null) {
                letGo(longest, ConnectionRefusal.BUFFERS);
            } else if (!account.over() || !letGoLongestStalled()) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom() {
        while (account.nearlyOver() && (spare.letGoOldest() || letGoForBytes())) {
            // the next
        }
        while (all.nearlyFull() && letGoForItsPlace()) {
            // the next
        }
    }

    private boolean letGoForBytes() {
        FrontConnection longest = longestWithHalfAHead();
        if (longest != null) {
            return letGo(longest, ConnectionRefusal.BUFFERS);
        }
        return (account.over() && letGoLongestStalled()) || letGoOldestOf(idle, GRACE_NANOS, ConnectionRefusal.BUFFERS);
    }

    /** It loses a part of its answer, so only when all is used up. */
    private boolean letGoLongestStalled() {
        return letGoOldestOf(stalled, STALL_NANOS, ConnectionRefusal.BUFFERS);
    }

    private @Nullable FrontConnection longestWithHalfAHead() {
        FrontConnection longest = halfHeads.oldest().connection;
        return longest != null ? longest : early.oldest().connection;
    }

    private boolean letGoForItsPlace() {
        return letGoOldestOf(halfHeads, GRACE_NANOS, ConnectionRefusal.CONNECTIONS)
                || letGoOldestOf(idle, GRACE_NANOS, ConnectionRefusal.CONNECTIONS);
    }

    /** Whoever has just come there is about to say, or to take, something: it is left alone, and looked at again later. */
    private boolean letGoOldestOf(Place list, long grace, ConnectionRefusal why) {
        Place oldest = list.oldest();
        if (oldest.connection == null) {
            return false;
        }
        long left = grace - (System.nanoTime() - oldest.since());
        if (left > 0) {
            lookAgainIn(left);
            return false;
        }
        return letGo(oldest.connection, why);
    }

    private boolean letGo(FrontConnection connection, ConnectionRefusal why) {
        connection.place().leave();
        connection.letGo(why);
        return true;
    }

    private void lookAgainIn(long nanos) {
        if (!lookingAgain) {
            lookingAgain = true;
            thread.executeAfter(
                    () -> {
                        lookingAgain = false;
                        makeRoom();
                    },
                    TimeUnit.NANOSECONDS.toMillis(nanos) + 1,
                    TimeUnit.MILLISECONDS);
        }
    }
}
