package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sessions carried by a signed value of ours, in a cookie or a header. Nothing is kept here, so they survive everything. */
final class TokenSessions extends PoolSessions {
    private static final Session FORGED = Session.none(StickyResult.FORGED);
    private static final Session EXPIRED = Session.none(StickyResult.EXPIRED);

    private final PoolScope scope;
    private final SessionCodecs codecs;
    private final SessionIds ids;
    private final LongSupplier epochSeconds;
    private final long ttl;

    /** What nearly every request gets: its backend serves. By place. */
    private final Session[] kept;

    TokenSessions(
            String pool,
            Sticky settings,
            List<Backend> backends,
            StickyCounters counters,
            SessionCodecs codecs,
            LongSupplier epochSeconds) {
        super(pool, settings, backends, counters);
        this.scope = PoolScope.of(pool);
        this.codecs = codecs;
        this.ids = new SessionIds(backends, codecs.idKeys(pool));
        this.epochSeconds = epochSeconds;
        this.ttl = settings.ttlSeconds();
        this.kept = new Session[backends.size()];
        for (int place = 0; place < kept.length; place++) {
            kept[place] = Session.at(idAt(place), place, Standing.SERVING, settings.whenGone(), false);
        }
    }

    boolean signsLike(SessionCodecs others) {
        return codecs == others;
    }

    @Override
    Session judge(int lane, String header, int from, int to, Standings standings) {
        SessionToken token = codecs.verify(lane, scope, header, from, to);
        if (token == null) {
            return FORGED;
        }
        long now = epochSeconds.getAsLong();
        if (token.isOver(now)) {
            return EXPIRED;
        }
        int place = ids.place(token.backend());
        Standing standing = place < 0 ? Standing.REMOVED : standings.at(place);
        boolean worn = token.isWorn(ttl, now);
        return standing == Standing.SERVING && !worn
                ? kept[place]
                : Session.at(idAt(place), place, standing, settings().whenGone(), worn);
    }

    /**
     * A client that has a good value keeps it, even if a failed attempt had this request answered elsewhere. Only the
     * backend of the session renews it: when half of its time is over, since it counts from the last use; when a secret
     * signed it that will be taken away; and when the operator wants another time.
     */
    @Override
    @Nullable
    String answer(int lane, Session session, String backendId, boolean tls) {
        boolean renewed =
                session.isPinned() && session.renewed() && session.backend().equals(backendId);
        if (!renewed && !session.result().begins()) {
            return null;
        }
        String value = codecs.issue(lane, scope, backendId, ttl == 0 ? 0 : epochSeconds.getAsLong() + ttl);
        return settings().by() == Sticky.By.HEADER ? value : setCookie(value, tls);
    }

    private String setCookie(String value, boolean tls) {
        StringBuilder text = new StringBuilder(128)
                .append(name())
                .append('=')
                .append(value)
                .append("; Path=")
                .append(settings().path());
        if (!settings().domain().isEmpty()) {
            text.append("; Domain=").append(settings().domain());
        }
        if (ttl > 0) {
            text.append("; Max-Age=").append(ttl);
        }
        text.append("; HttpOnly; SameSite=").append(settings().sameSite().attribute());
        if (settings().secure() == Sticky.Secure.ON || (settings().secure() == Sticky.Secure.AUTO && tls)) {
            text.append("; Secure");
        }
        return text.toString();
    }

    @Override
    void move(List<String> headers, String backendId) {
        // The client's next value says so.
    }

    @Override
    public void learn(Session session, List<String> headers, String backendId, String setCookie) {
        // What a client sends back was made here; a backend has no part in it.
    }

    @Override
    public Optional<SessionDetails> show(String value) {
        SessionToken token = codecs.verify(NO_LANE, scope, value, 0, value.length());
        return Optional.ofNullable(token)
                .map(found -> new SessionDetails(
                        pool(), idAt(ids.place(found.backend())), found.expiry(), found.secret() > 0));
    }
}
