package dev.fairlead.server.live;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.Eligibility;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses changes that leave a pool with fewer backends than it needs. A change that does not make things worse passes,
 * and so does one whose new backends have not been probed yet.
 */
final class CapacityGuard {

    /** Follows the refusals. */
    static final String ADVICE = "; use force to make the change anyway";

    private final LiveTables live;
    private final ObservedHealth observed;

    @Inject
    CapacityGuard(LiveTables live, ObservedHealth observed) {
        this.live = live;
        this.observed = observed;
    }

    /** A sentence for each pool that would lose too much; empty if nothing speaks against the change. */
    List<String> refusals(DesiredState before, DesiredState after) {
        List<String> found = new ArrayList<>();
        after.pools()
                .forEach((name, pool) -> before.pool(name)
                        .filter(former -> !former.equals(pool))
                        .ifPresent(former -> check(former, pool, found)));
        return found;
    }

    private void check(Pool before, Pool after, List<String> found) {
        int able = able(after, after.minHealthy());
        if (able < after.minHealthy() && able < able(before, able + 1)) {
            String left = able == 0
                    ? "no backend that takes requests"
                    : able + " of " + after.backends().size() + " backends that take requests";
            found.add("pool " + after.name() + " would be left with " + left + ", expected at least "
                    + after.minHealthy() + " (min-healthy)");
        }
    }

    /** Up to so many are counted: of thousands the first ones are enough to know. */
    private int able(Pool pool, int most) {
        MembersById present = new MembersById(live.pool(pool.name()));
        int able = 0;
        for (int i = 0; i < pool.backends().size() && able < most; i++) {
            Backend backend = pool.backends().get(i);
            LivePool.Member member = present.find(backend.id(), i);
            Eligibility seen = member == null || !member.desired().url().equals(backend.url())
                    ? Eligibility.READY
                    : observed.of(pool, member);
            if (Eligibility.of(backend, seen).isReady()) {
                able++;
            }
        }
        return able;
    }

    /** The members of a pool by their id, most of which are where they are looked for first. */
    private static final class MembersById {
        private final List<LivePool.Member> members;
        private final Map<String, LivePool.Member> byId = new HashMap<>();

        MembersById(@Nullable LivePool pool) {
            members = pool == null ? List.of() : pool.members();
        }

        LivePool.@Nullable Member find(String id, int place) {
            if (place < members.size() && members.get(place).desired().id().equals(id)) {
                return members.get(place);
            }
            if (byId.isEmpty()) {
                members.forEach(member -> byId.put(member.desired().id(), member));
            }
            return byId.get(id);
        }
    }
}
