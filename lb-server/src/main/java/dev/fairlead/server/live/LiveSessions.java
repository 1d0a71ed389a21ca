package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.StickySecretSource;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.state.ChangeRefused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of the pools, as their settings and the secrets change. Belongs to the control thread. */
@Singleton
final class LiveSessions {

    /** Before any are needed. */
    static final Secrets NONE = new Secrets(Optional.empty(), Optional.empty());

    private final StickySessions sessions;
    private final StickySecretSource source;
    private Secrets inForce = NONE;

    /**
     * What signs the sessions of all pools.
     *
     * @param file where it was read; an empty name stands for our own
     */
    record Secrets(Optional<String> file, Optional<StickySecrets> read) {}

    @Inject
    LiveSessions(StickySessions sessions, StickySecretSource source) {
        this.sessions = sessions;
        this.source = source;
    }

    /**
     * The secrets that the desired state needs, read if they are others than those in force.
     *
     * @throws ChangeRefused if they cannot be used
     */
    Secrets secretsFor(DesiredState wanted) {
        String file = wanted.frontend().stickySecretFile();
        boolean needed = !file.isEmpty()
                || wanted.pools().values().stream()
                        .anyMatch(pool -> pool.sticky().isSigned());
        if (!needed || inForce.file().filter(file::equals).isPresent()) {
            return inForce;
        }
        try {
            return new Secrets(Optional.of(file), Optional.of(source.secrets(file)));
        } catch (InvalidSettings invalid) {
            String key = invalid.problems().get(0).key();
            throw new ChangeRefused(ChangeRefused.Kind.INVALID, key, String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /** From the next tables on. */
    void use(Secrets next) {
        inForce = next;
        next.read().ifPresent(sessions::secrets);
    }

    /**
     * The table with its sessions.
     *
     * @param former the one before it; null if the pool is new
     */
    PoolTable in(Pool policy, PoolTable table, @Nullable PoolTable former) {
        PoolSessions before = former == null ? null : former.sessions();
        PoolTable whole = table.with(sessions.forPool(policy.name(), policy.sticky(), policy.backends(), before));
        if (former != null && before != null) {
            MovedSessions.log(former, whole);
        }
        return whole;
    }
}
