package dev.fairlead.server.live;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.Eligibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks against changes that leave a pool with fewer backends than it says it needs. A change that does not make it
 * worse passes, and so does one whose new backends have not been probed yet: what they are worth will show.
 */
final class CapacityGuard {

    /** Follows the refusals. */
    static final String ADVICE = "; force the change to make it all the same";

    private final LiveTables live;
    private final ObservedHealth observed;

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
        int able = able(after);
        if (able < after.minHealthy() && able < able(before)) {
            String left = able == 0
                    ? "no backend that takes requests"
                    : able + " of " + after.backends().size() + " backends that take requests";
            found.add("pool " + after.name() + " would be left with " + left + ", expected at least "
                    + after.minHealthy() + " (min-healthy)");
        }
    }

    private int able(Pool pool) {
        Map<String, LivePool.Member> present = new HashMap<>();
        LivePool now = live.pool(pool.name());
        if (now != null) {
            now.members().forEach(member -> present.put(member.desired().id(), member));
        }
        int able = 0;
        for (Backend backend : pool.backends()) {
            LivePool.Member member = present.get(backend.id());
            Eligibility seen = member == null || !member.desired().url().equals(backend.url())
                    ? Eligibility.READY
                    : observed.of(pool, member);
            if (Eligibility.of(backend, seen).isReady()) {
                able++;
            }
        }
        return able;
    }
}
