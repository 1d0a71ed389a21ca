package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of all pools share: the secrets, what was learned of applications' cookies, and the counts. Used on the
 * control thread, but for the counts.
 */
public final class StickySessions {
    private final int lanes;
    private final LongSupplier epochSeconds;
    private final SipHash key;
    private final StickyCounters counters;
    private SessionCodecs codecs;

    /** Null until a pool needs it: it takes two megabytes. */
    private @Nullable LearnedSessions learned;

    /**
     * @param lanes the number of IO threads
     * @param epochSeconds the wall clock, since sessions outlive the process
     * @param random must not be predictable
     */
    public StickySessions(int lanes, StickySecrets secrets, LongSupplier epochSeconds, RandomGenerator random) {
        this.lanes = lanes;
        this.epochSeconds = epochSeconds;
        this.key = SipHash.random(random);
        this.counters = new StickyCounters(lanes);
        this.codecs = new SessionCodecs(secrets, lanes);
    }

    /**
     * From the next tables on, which the caller has to publish.
     *
     * @return whether they are others than before
     */
    public boolean secrets(StickySecrets next) {
        if (codecs.secrets().equals(next)) {
            return false;
        }
        codecs = new SessionCodecs(next, lanes);
        return true;
    }

    /**
     * The sessions of a pool's next table.
     *
     * @param backends all that are declared, in the order in which {@link Standings} knows them
     * @param former those of its last table; null if there are none
     * @return the former ones if nothing that they depend on has changed; null if there are no sessions
     */
    public @Nullable PoolSessions forPool(
            String pool, Sticky sticky, List<Backend> backends, @Nullable PoolSessions former) {
        boolean same = former != null && former.isFor(pool, sticky, backends);
        return switch (sticky.by()) {
            case OFF -> null;
            case COOKIE, HEADER ->
                same && former instanceof TokenSessions tokens && tokens.signsLike(codecs)
                        ? former
                        : new TokenSessions(pool, sticky, backends, counters, codecs, epochSeconds);
            case APP_COOKIE ->
                same ? former : new AppCookieSessions(pool, sticky, backends, counters, learned(), key, epochSeconds);
        };
    }

    private LearnedSessions learned() {
        LearnedSessions known = learned;
        if (known == null) {
            known = new LearnedSessions(epochSeconds.getAsLong());
            learned = known;
        }
        return known;
    }

    public StickyCounters counters() {
        return counters;
    }
}
