package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one pool, by one way of carrying them. It stays the same as long as the settings, the secrets and the ids of
 * the backends do. Every IO thread uses it, each with the number of its own lane.
 */
public abstract sealed class PoolSessions permits TokenSessions, AppCookieSessions {

    /** Of callers that are no IO thread. */
    static final int NO_LANE = -1;

    /** A long header must not buy much work. Browsers send two if the cookie's path or domain was changed. */
    private static final int MOST_VALUES = 4;

    private static final Session NEW = Session.none(StickyResult.NEW);

    private final String pool;
    private final Sticky settings;
    private final List<Backend> backends;
    private final StickyCounters counters;
    private final String name;

    PoolSessions(String pool, Sticky settings, List<Backend> backends, StickyCounters counters) {
        this.pool = pool;
        this.settings = settings;
        this.backends = backends;
        this.counters = counters;
        this.name = settings.nameIn(pool);
    }

    /**
     * Where the request's session wants it to go; counted. Asked once for each request, before its first attempt. If it
     * carries several values, the first that leads to a backend counts, in the order in which the client sent them.
     *
     * @param headers all values of {@link #requestHeader} in the request
     */
    public final Session choose(int lane, List<String> headers, Standings standings) {
        Session session = find(lane, headers, standings);
        counters.count(lane, session.result());
        return session;
    }

    /** The same for a request that nobody sent: not counted, and from any thread. */
    public final Session explain(List<String> headers, Standings standings) {
        return find(NO_LANE, headers, standings);
    }

    private Session find(int lane, List<String> headers, Standings standings) {
        Session best = NEW;
        int left = MOST_VALUES;
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.get(i);
            int from = nextValue(header, 0);
            while (from >= 0 && left > 0) {
                left--;
                best = better(best, judge(lane, header, from, endOf(header, from), standings));
                if (best.isPinned()) {
                    return best;
                }
                from = nextValue(header, stop(header, from) + 1);
            }
        }
        return best;
    }

    private static Session better(Session one, Session other) {
        return one.result().compareTo(other.result()) <= 0 ? one : other;
    }

    /** Where the next value of ours begins, or -1 if there is none. */
    final int nextValue(String header, int from) {
        int at = from;
        while (at < header.length()) {
            while (at < header.length() && isBlank(header.charAt(at))) {
                at++;
            }
            if (!isCookie()) {
                return at;
            }
            int equals = at + name.length();
            if (equals < header.length() && header.charAt(equals) == '=' && header.startsWith(name, at)) {
                return equals + 1;
            }
            at = stop(header, at) + 1;
        }
        return -1;
    }

    /** Where the value that begins there ends. */
    final int endOf(String header, int from) {
        int to = stop(header, from);
        while (to > from && isBlank(header.charAt(to - 1))) {
            to--;
        }
        return to;
    }

    private int stop(String header, int from) {
        int stop = isCookie() ? header.indexOf(';', from) : -1;
        return stop < 0 ? header.length() : stop;
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    /** What one value says. */
    abstract Session judge(int lane, String header, int from, int to, Standings standings);

    /**
     * A backend has answered, and the session moves there if it must move.
     *
     * @param headers all values of {@link #requestHeader} in the request
     * @param tls whether the client came over TLS
     * @return what to tell the client: a value of {@link #responseHeader}, which joins others of that name if that is
     *     {@code Set-Cookie}, and else takes their place; null if there is nothing to tell
     */
    public final @Nullable String answered(
            int lane, Session session, List<String> headers, String backendId, boolean tls) {
        if (session.result().begins()) {
            move(headers, backendId);
        }
        return answer(lane, session, backendId, tls);
    }

    /** What the client is told. */
    abstract @Nullable String answer(int lane, Session session, String backendId, boolean tls);

    /** None of the sessions that the request carries leads anywhere any more. */
    abstract void move(List<String> headers, String backendId);

    /**
     * Learns from a backend's answer.
     *
     * @param headers all values of {@link #requestHeader} in the request
     * @param setCookie one value of {@code Set-Cookie} in the answer; to be called for each, in order
     */
    public abstract void learn(Session session, List<String> headers, String backendId, String setCookie);

    /** Whether answers have to be shown to {@link #learn}. */
    public final boolean learns() {
        return settings.by() == Sticky.By.APP_COOKIE;
    }

    /** What a value says that somebody has found; empty if it says nothing. From any thread. */
    public abstract Optional<SessionDetails> show(String value);

    /** The name of the header in requests. */
    public final String requestHeader() {
        return isCookie() ? "Cookie" : name;
    }

    /** The name of the header in answers. */
    public final String responseHeader() {
        return isCookie() ? "Set-Cookie" : name;
    }

    /** Whether a request with a session may be sent to no other backend, not even by a retry. */
    public final boolean isBound() {
        return settings.whenGone() == Sticky.WhenGone.REFUSE;
    }

    private boolean isCookie() {
        return settings.by() != Sticky.By.HEADER;
    }

    final String pool() {
        return pool;
    }

    final Sticky settings() {
        return settings;
    }

    /** The name of the cookie or the header that carries a session. */
    public final String name() {
        return name;
    }

    final List<Backend> backends() {
        return backends;
    }

    final String idAt(int place) {
        return place < 0 ? "" : backends.get(place).id();
    }

    final boolean isFor(String otherPool, Sticky otherSettings, List<Backend> otherBackends) {
        return pool.equals(otherPool) && settings.equals(otherSettings) && SessionIds.sameIds(backends, otherBackends);
    }

    @Override
    public String toString() {
        return "sessions of " + pool + " by " + name;
    }
}
