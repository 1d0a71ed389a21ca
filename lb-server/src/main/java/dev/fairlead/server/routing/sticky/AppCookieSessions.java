package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sessions carried by the application's own cookie: where they are is remembered from the answers that set it. */
final class AppCookieSessions extends PoolSessions {
    private static final Session UNLEARNED = Session.none(StickyResult.UNLEARNED);

    private final LearnedSessions learned;
    private final LongSupplier epochSeconds;
    private final SipHash cookies;
    private final SipHash backendIds;
    private final SessionIds ids;
    private final Session[] kept;

    AppCookieSessions(
            String pool,
            Sticky settings,
            List<Backend> backends,
            StickyCounters counters,
            LearnedSessions learned,
            SipHash key,
            LongSupplier epochSeconds) {
        super(pool, settings, backends, counters);
        this.learned = learned;
        this.epochSeconds = epochSeconds;
        this.cookies = key.within("cookie " + settings.name() + " " + pool);
        this.backendIds = key.within("backend " + pool);
        this.ids = new SessionIds(backends, List.of(backendIds));
        this.kept = new Session[backends.size()];
        for (int place = 0; place < kept.length; place++) {
            kept[place] = Session.at(idAt(place), place, Standing.SERVING, settings.whenGone(), false);
        }
    }

    @Override
    Session judge(int lane, String header, int from, int to, Standings standings) {
        long cookie = cookie(header, from, to);
        long backend = lane == NO_LANE ? learned.peek(cookie) : learned.find(cookie, epochSeconds.getAsLong());
        if (backend == 0) {
            return UNLEARNED;
        }
        int place = ids.place(backend);
        Standing standing = place < 0 ? Standing.REMOVED : standings.at(place);
        return standing == Standing.SERVING
                ? kept[place]
                : Session.at(idAt(place), place, standing, settings().whenGone(), false);
    }

    /** Some clients drop the quotes around a value, so they do not count. */
    private long cookie(String text, int from, int to) {
        boolean quoted = to - from >= 2 && text.charAt(from) == '"' && text.charAt(to - 1) == '"';
        return quoted ? cookies.name(text, from + 1, to - 1) : cookies.name(text, from, to);
    }

    @Override
    @Nullable
    String answer(int lane, Session session, String backendId, boolean tls) {
        return null;
    }

    /** An application whose backends share their sessions sets its cookie once; only what was learned before is moved. */
    @Override
    void move(List<String> headers, String backendId) {
        for (String header : headers) {
            int from = nextValue(header, 0);
            if (from >= 0) {
                long cookie = cookie(header, from, endOf(header, from));
                if (learned.peek(cookie) != 0) {
                    learned.learn(cookie, backendIds.name(backendId), epochSeconds.getAsLong());
                }
            }
        }
    }

    @Override
    public void learn(Session session, List<String> headers, String backendId, String setCookie) {
        long now = epochSeconds.getAsLong();
        AppCookie cookie = AppCookie.parse(setCookie, name(), now);
        if (cookie == null) {
            return;
        }
        if (cookie.isCleared()) {
            forgetCarried(headers);
            return;
        }
        String value = cookie.value();
        long hash = cookie(value, 0, value.length());
        boolean elsewhere = !session.result().begins() && !session.backend().equals(backendId);
        if (elsewhere && learned.peek(hash) != 0) {
            // One failed attempt moves no session, though another backend repeats its cookie.
            return;
        }
        learned.learn(hash, backendIds.name(backendId), now);
    }

    /** The cookie that clears one need not repeat its value. */
    private void forgetCarried(List<String> headers) {
        for (String header : headers) {
            int from = nextValue(header, 0);
            if (from >= 0) {
                learned.forget(cookie(header, from, endOf(header, from)));
            }
        }
    }

    @Override
    public Optional<SessionDetails> show(String value) {
        long backend = learned.peek(cookie(value, 0, value.length()));
        return backend == 0
                ? Optional.empty()
                : Optional.of(new SessionDetails(pool(), idAt(ids.place(backend)), 0, false));
    }
}
