package dev.fairlead.server.live;

import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when the sessions of a backend move away from it, or can be served no longer: once, not for each request. */
final class MovedSessions {
    private static final Logger log = LoggerFactory.getLogger(MovedSessions.class);

    /** What hits thousands of backends at once needs no thousands of lines. */
    private static final int MOST_LINES = 10;

    private MovedSessions() {}

    /** Between a pool's table and the next one. */
    static void log(PoolTable before, PoolTable now) {
        PoolSessions sessions = now.sessions();
        if (sessions == null) {
            return;
        }
        List<BackendView> formerly = before.backends();
        List<BackendView> present = now.backends();
        boolean samePlaces = samePlaces(formerly, present);
        Map<String, Integer> places = samePlaces ? Map.of() : places(present);
        int lines = 0;
        for (int i = 0; i < formerly.size(); i++) {
            String backend = formerly.get(i).desired().id();
            int place = samePlaces ? i : places.getOrDefault(backend, -1);
            Standing standing = place < 0 ? Standing.REMOVED : now.standings().at(place);
            if (isAway(standing, sessions) && !isAway(before.standings().at(i), sessions)) {
                lines++;
                if (lines <= MOST_LINES) {
                    log(now.pool(), backend, cause(standing, place, present), sessions);
                }
            }
        }
        if (lines > MOST_LINES) {
            log.warn(
                    "pool={} event=sessions-move backends={} cause=\"the same, at others\"",
                    now.pool(),
                    lines - MOST_LINES);
        }
    }

    private static boolean isAway(Standing standing, PoolSessions sessions) {
        return standing.isGone() || standing == Standing.EJECTED && !sessions.isBound();
    }

    private static String cause(Standing standing, int place, List<BackendView> present) {
        String reason = place < 0 ? "" : present.get(place).observed().reason();
        boolean observed = standing == Standing.DOWN || standing == Standing.EJECTED;
        return "it is " + standing.words() + (observed && !reason.isEmpty() ? ": " + reason : "");
    }

    private static void log(String pool, String backend, String cause, PoolSessions sessions) {
        if (sessions.isBound()) {
            log.warn("pool={} backend={} event=sessions-refused cause=\"{}\"", pool, backend, cause);
        } else {
            log.warn("pool={} backend={} event=sessions-move cause=\"{}\"", pool, backend, cause);
        }
    }

    private static boolean samePlaces(List<BackendView> these, List<BackendView> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (!these.get(i).desired().id().equals(those.get(i).desired().id())) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Integer> places(List<BackendView> views) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < views.size(); i++) {
            places.put(views.get(i).desired().id(), i);
        }
        return places;
    }
}
