package dev.fairlead.server.limit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The connections at a port for operators: no more than so many. Who has never been served makes room for who comes, the
 * one first that has waited longest; so silent strangers keep nobody out, and end nobody's work.
 */
public final class ConnectionLimiter {

    private static final Closeable NOBODY = () -> {};

    private final int most;

    /** Whether those who have been served make room too, when there are no others. */
    private final boolean all;

    /** Guarded by this, as is the next; oldest first. */
    private final Map<SocketAddress, Closeable> unserved = new LinkedHashMap<>();

    /** The one first that was served longest ago. */
    private final Map<SocketAddress, Closeable> servedBefore = new LinkedHashMap<>(16, 0.75f, true);

    private final LongAdder turnedAway = new LongAdder();

    private ConnectionLimiter(int most, boolean all) {
        this.most = most;
        this.all = all;
    }

    /** Where being served proves something: guests stay, and who finds nothing but guests is closed. */
    public static ConnectionLimiter keepingServed(int most) {
        return new ConnectionLimiter(most, false);
    }

    /** Where anybody is served. */
    public static ConnectionLimiter evictingServed(int most) {
        return new ConnectionLimiter(most, true);
    }

    /** To be told of its end with {@link #gone}. */
    public void arrived(SocketAddress from, Closeable connection) {
        @Nullable Closeable closed = null;
        synchronized (this) {
            if (unserved.size() + servedBefore.size() >= most) {
                closed = oneOut();
            }
            if (closed == null && unserved.size() + servedBefore.size() >= most) {
                closed = connection;
            } else {
                unserved.put(from, connection);
            }
        }
        if (closed != null) {
            close(closed);
        }
    }

    private @Nullable Closeable oneOut() {
        Map<SocketAddress, Closeable> group = unserved.isEmpty() && all ? servedBefore : unserved;
        Iterator<Closeable> oldest = group.values().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Closeable out = oldest.next();
        oldest.remove();
        return out;
    }

    public synchronized void served(SocketAddress from) {
        Closeable connection = unserved.remove(from);
        if (connection != null) {
            servedBefore.put(from, connection);
        } else {
            servedBefore.getOrDefault(from, NOBODY); // which moves it behind the others
        }
    }

    public synchronized void gone(SocketAddress from) {
        unserved.remove(from);
        servedBefore.remove(from);
    }

    /** Closes it if it has not been served yet. */
    public void expire(SocketAddress from) {
        @Nullable Closeable connection;
        synchronized (this) {
            connection = unserved.remove(from);
        }
        if (connection != null) {
            close(connection);
        }
    }

    /** Those who were closed here, whether somebody needed the place or they said nothing for too long. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    private void close(Closeable connection) {
        turnedAway.increment();
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // sockets that are closed at any time do not fail in it
        }
    }
}
