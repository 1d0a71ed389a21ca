package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Session;
import dev.fairlead.server.routing.sticky.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session of one request: which backend it is at, and what its answer tells the client and us. */
public final class RequestSession {
    private final PoolSessions sessions;
    private final Session found;
    private final RequestFacts facts;
    private final int lane;

    /** Where the first attempt has to go; null if the strategy chooses. */
    private final @Nullable RunningBackend home;

    private RequestSession(
            PoolSessions sessions, Session found, @Nullable RunningBackend home, RequestFacts facts, int lane) {
        this.sessions = sessions;
        this.found = found;
        this.home = home;
        this.facts = facts;
        this.lane = lane;
    }

    /** Before the first attempt; null if the pool has no sessions. */
    static @Nullable RequestSession of(PoolTable table, RequestRun run) {
        PoolSessions sessions = table.sessions();
        if (sessions == null) {
            return null;
        }
        Session found = sessions.choose(run.lane(), run.facts().values(sessions.requestHeader()), table.standings());
        RunningBackend home =
                found.isPinned() ? table.backends().get(found.place()).running() : null;
        if (home != null && found.standing() == Standing.KEEPING) {
            home.sessionCame(run.startNanos());
        }
        return new RequestSession(sessions, found, home, run.facts(), run.lane());
    }

    Session found() {
        return found;
    }

    /** Whether it may be sent to no other backend, not even by a retry. */
    boolean isBound() {
        return found.isPinned() && sessions.isBound();
    }

    /** Whether the only backend that may have it is gone. */
    boolean isRefused(PoolTable table, Attempts attempts) {
        return attempts.isEmpty()
                ? found.isRefused()
                : home != null && isBound() && table.standing(home).isGone();
    }

    /** Where the next attempt has to go; null if the strategy chooses. One failed attempt moves no session. */
    @Nullable
    RunningBackend backend(Attempts attempts) {
        return attempts.isEmpty() || isBound() ? home : null;
    }

    /** Whether {@link #learn} wants to see which cookies an answer sets. */
    public boolean learns() {
        return sessions.learns();
    }

    /** @param setCookie one value of {@code Set-Cookie}, as the backend sent it; to be called for each, in order */
    public void learn(RunningBackend backend, String setCookie) {
        sessions.learn(found, values(), backend.id(), setCookie);
    }

    /**
     * Once, when a backend has answered.
     *
     * @return what to tell the client in {@link #header}; null if nothing
     */
    public @Nullable String answered(RunningBackend backend) {
        return sessions.answered(
                lane, found, values(), backend.id(), facts.scheme().equals("https"));
    }

    private List<String> values() {
        return facts.values(sessions.requestHeader());
    }

    /** The header of answers that tells the client; {@code Set-Cookie} stands beside others of that name. */
    public String header() {
        return sessions.responseHeader();
    }
}
