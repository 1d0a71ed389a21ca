package dev.fairlead.server.routing.sticky;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A codec for each IO thread, and one that all other threads share. */
final class SessionCodecs {
    private final StickySecrets secrets;
    private final SessionCodec[] lanes;
    private final SessionCodec others;

    SessionCodecs(StickySecrets secrets, int lanes) {
        this.secrets = secrets;
        this.lanes = new SessionCodec[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            this.lanes[lane] = new SessionCodec(secrets);
        }
        this.others = new SessionCodec(secrets);
    }

    /** @param lane may be {@link PoolSessions#NO_LANE} */
    @Nullable
    SessionToken verify(int lane, PoolScope pool, String text, int from, int to) {
        if (lane != PoolSessions.NO_LANE) {
            return lanes[lane].verify(pool, text, from, to);
        }
        synchronized (others) {
            return others.verify(pool, text, from, to);
        }
    }

    String issue(int lane, PoolScope pool, String backendId, long expiry) {
        return lanes[lane].issue(pool, backendId, expiry);
    }

    StickySecrets secrets() {
        return secrets;
    }

    /** What hides the ids of that pool's backends. */
    List<SipHash> idKeys(String pool) {
        return secrets.ids().stream().map(key -> key.within(pool)).toList();
    }
}
